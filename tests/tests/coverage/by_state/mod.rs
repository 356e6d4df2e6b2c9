//! Scenes: answers that a tenant gives because of its state, by what its administrator and its people did.

mod anywhere;
mod extensions;
mod refresh;
mod registration;
mod reset_password;
mod second_factor;
mod sign_in;
mod sign_up;
mod sign_up_refused;
mod undelivered;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use native_auth_emulator::Config;
use native_auth_tests::Stage;

use crate::actor::Seen;

/// A scene's name, and the scene, which tells what was seen in it.
pub(crate) type Scene = (&'static str, fn() -> Playing);

/// A scene under way.
pub(crate) type Playing = Pin<Box<dyn Future<Output = Vec<Seen>> + Send>>;

/// Every scene there is.
pub(crate) const SCENES: &[&[Scene]] = &[
    sign_up::SCENES,
    sign_up_refused::SCENES,
    sign_in::SCENES,
    second_factor::SCENES,
    registration::SCENES,
    reset_password::SCENES,
    refresh::SCENES,
    extensions::SCENES,
    undelivered::SCENES,
    anywhere::SCENES,
];

/// Names the scenes of a module: each becomes a test of its name, and all of them one list.
macro_rules! scenes {
    ($($scene:ident,)*) => {
        /// The scenes of this module.
        pub(super) const SCENES: &[$crate::by_state::Scene] =
            &[$((stringify!($scene), || Box::pin($scene()))),*];

        mod scene {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scene() {
                    assert!(!super::$scene().await.is_empty(), "nothing was seen");
                }
            )*
        }
    };
}
use scenes;

/// The default tenant.
async fn contoso() -> Arc<Stage> {
    Arc::new(Stage::http().await)
}

/// The default tenant, set up otherwise.
async fn contoso_with(set_up: impl FnOnce(&mut Config)) -> Arc<Stage> {
    let mut config = Config::default();
    set_up(&mut config);
    Arc::new(Stage::with(config).await)
}
