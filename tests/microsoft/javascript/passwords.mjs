// Passwords, good and bad.

/** One that every rule allows. */
export const PASSWORD = "Quiet-River-41";
/** Another. */
export const NEW_PASSWORD = "Loud-Harbour-52";

/** One for each rule that a new password can break on its own, and what the server calls that. */
export const REFUSED_PASSWORDS = {
  password_is_invalid: "Größe-Meer-77",
  password_too_short: "Ab1-Ab1",
  password_too_long: `Aa1${"x".repeat(254)}`,
  password_too_weak: "onlylowercase1",
  password_banned: "P@ssw0rd12",
};
