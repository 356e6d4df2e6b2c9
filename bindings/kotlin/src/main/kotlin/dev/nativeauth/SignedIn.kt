package dev.nativeauth

/** Signed in. The tokens are kept already. */
public class SignedIn internal constructor(
    /** Who. */
    public val account: Account,
) : Step {
    /** Does nothing: the account stays signed in, and its handle usable. */
    override fun close() {}

    override fun toString(): String = "SignedIn(account=$account)"
}
