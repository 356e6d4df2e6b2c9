//! What the compiler can say about the public types: all cross threads, and a secret cannot get out by accident.

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};

    use native_auth_wire::v1::{
        Challenged, CodeChallenge, Introspected, register, reset_password, sign_in, sign_up, token,
    };
    use native_auth_wire::{
        AccountId, Answer, AttributeFault, AttributeValue, Attributes, AuthenticationMethod,
        Authority, AuthorityError, Capability, ChallengeChannel, ChallengeType, CompactToken,
        ConsentAttributes, CorrelationId, Endpoint, ExtensionsApp, HttpRequest, HttpResponse,
        IdTokenClaims, IdentityError, InvalidCorrelationId, InvalidExtensionsApp, KeySet,
        MalformedReason, MalformedReply, MetadataFault, Method, OpenIdMetadata, Problem, Redirect,
        RequiredAttribute, RsaPublicKey, Secret, TokenFault,
    };

    #[test]
    fn every_public_type_crosses_threads_and_can_be_debugged() {
        fn check<T: Send + Sync + Unpin + Debug>() {}
        check::<AccountId>();
        check::<Answer<()>>();
        check::<AttributeFault>();
        check::<AttributeValue>();
        check::<Attributes>();
        check::<AuthenticationMethod>();
        check::<Authority>();
        check::<AuthorityError>();
        check::<Capability>();
        check::<ChallengeChannel>();
        check::<ChallengeType>();
        check::<CompactToken<'_>>();
        check::<ConsentAttributes>();
        check::<KeySet>();
        check::<MetadataFault>();
        check::<OpenIdMetadata>();
        check::<RsaPublicKey>();
        check::<TokenFault>();
        check::<CorrelationId>();
        check::<Endpoint>();
        check::<ExtensionsApp>();
        check::<HttpRequest>();
        check::<HttpResponse>();
        check::<IdTokenClaims>();
        check::<IdentityError>();
        check::<InvalidCorrelationId>();
        check::<InvalidExtensionsApp>();
        check::<MalformedReason>();
        check::<MalformedReply>();
        check::<Method>();
        check::<Problem>();
        check::<Redirect>();
        check::<RequiredAttribute>();
        check::<Secret>();
        check::<Challenged>();
        check::<CodeChallenge>();
        check::<Introspected>();
        check::<register::Challenge<'_>>();
        check::<register::Challenged>();
        check::<register::Continue<'_>>();
        check::<register::Introspect<'_>>();
        check::<register::Registered>();
        check::<reset_password::Challenge<'_>>();
        check::<reset_password::Continue<'_>>();
        check::<reset_password::GoesOn>();
        check::<reset_password::Poll<'_>>();
        check::<reset_password::Polled>();
        check::<reset_password::Start<'_>>();
        check::<reset_password::Submit<'_>>();
        check::<reset_password::Submitted>();
        check::<sign_in::Challenge<'_>>();
        check::<sign_in::Challenged>();
        check::<sign_in::Initiate<'_>>();
        check::<sign_in::Initiated>();
        check::<sign_in::Introspect<'_>>();
        check::<sign_up::Challenge<'_>>();
        check::<sign_up::Continue<'_>>();
        check::<sign_up::Continued>();
        check::<sign_up::Grant<'_>>();
        check::<sign_up::Start<'_>>();
        check::<sign_up::Started>();
        check::<token::Grant<'_>>();
        check::<token::Redeem<'_>>();
        check::<token::Redeemed>();
        check::<token::Refresh<'_>>();
        check::<token::TokenResponse>();
    }

    /// Tells whether a type has a trait: the inherent constant, which exists only if it has, hides the trait's.
    macro_rules! has {
        ($type:ty: $($bound:tt)+) => {{
            #[allow(dead_code, reason = "unused exactly where the type has the trait")]
            trait Otherwise {
                const HAS: bool = false;
            }
            impl<T: ?Sized> Otherwise for T {}
            struct Probe<T: ?Sized>(std::marker::PhantomData<T>);
            #[allow(dead_code, reason = "unused exactly where the type lacks the trait")]
            impl<T: ?Sized + $($bound)+> Probe<T> {
                const HAS: bool = true;
            }
            <Probe<$type>>::HAS
        }};
    }

    /// `Serialize` is shown beside the type itself, by an example that does not compile.
    #[test]
    fn a_secret_gives_its_text_only_to_who_asks() {
        assert!(has!(String: Display), "the probe sees what is there");
        assert!(has!(String: PartialEq));
        assert!(has!(Secret: Debug));
        assert!(!has!(Secret: Display));
        assert!(!has!(Secret: PartialEq));
        assert!(!has!(Secret: PartialEq<str>));
        assert!(!has!(Secret: PartialEq<String>));
        assert!(!has!(Secret: PartialOrd));
        assert!(!has!(Secret: std::hash::Hash));
        assert!(!has!(Secret: AsRef<str>));
        assert!(!has!(Secret: std::borrow::Borrow<str>));
        assert!(!has!(Secret: std::ops::Deref));
        assert!(!has!(Secret: Into<String>));
        assert!(!has!(Secret: Copy));
        assert!(!has!(Secret: Default));
    }

    /// Nor do the types that hold secrets get out as a whole.
    #[test]
    fn what_holds_secrets_cannot_be_displayed_or_compared() {
        assert!(!has!(HttpRequest: Display));
        assert!(!has!(HttpRequest: PartialEq));
        assert!(!has!(HttpResponse: Display));
        assert!(!has!(HttpResponse: PartialEq));
        assert!(!has!(Problem: Display));
        assert!(!has!(Attributes: Display));
        assert!(!has!(AttributeValue: Display));
        assert!(!has!(IdTokenClaims: Display));
        assert!(!has!(CompactToken<'_>: Display));
        assert!(!has!(CompactToken<'_>: PartialEq));
        assert!(!has!(token::TokenResponse: Display));
        assert!(!has!(AuthenticationMethod: Display));
        assert!(!has!(token::TokenResponse: Clone));
    }
}
