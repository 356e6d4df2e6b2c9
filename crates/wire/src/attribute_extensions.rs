//! The names of a tenant's own attributes.

use uuid::Uuid;

/// The app that holds a tenant's custom attributes: every tenant has one, named `b2c-extensions-app`, and its id is part
/// of the name of every custom attribute on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionsApp(Uuid);

/// The text is not the id of an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the id of the extensions app must be a GUID, with or without hyphens, as its registration shows it"
)]
pub struct InvalidExtensionsApp;

impl ExtensionsApp {
    /// Takes the application (client) id of `b2c-extensions-app`, with or without hyphens.
    ///
    /// # Errors
    ///
    /// [`InvalidExtensionsApp`] if it is not a GUID in one of these two forms.
    pub fn new(app_id: &str) -> Result<Self, InvalidExtensionsApp> {
        // The parser also takes braces and `urn:uuid:`, which no portal shows.
        if !matches!(app_id.len(), 32 | 36) {
            return Err(InvalidExtensionsApp);
        }
        let id = Uuid::try_parse(app_id).map_err(|_| InvalidExtensionsApp)?;
        Ok(Self(id))
    }

    /// The name of a custom attribute on the wire, `extension_{app id}_{name}`, of the name that the administrator gave
    /// it. Spaces in it are left out, as the tenant does.
    #[must_use]
    pub fn attribute_name(&self, short_name: &str) -> String {
        let name: String = short_name.chars().filter(|c| !c.is_whitespace()).collect();
        format!("{}{}_{name}", PREFIX, self.0.simple())
    }
}

/// What the name of every custom attribute begins with.
pub(crate) const PREFIX: &str = "extension_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_taken_with_and_without_hyphens() {
        for id in [
            "B1F7C8A0-4D3E-4A52-9F60-2C9D5E7A8B34",
            "b1f7c8a04d3e4a529f602c9d5e7a8b34",
        ] {
            let app = ExtensionsApp::new(id).unwrap();
            assert_eq!(
                app.attribute_name("Loyalty Tier"),
                "extension_b1f7c8a04d3e4a529f602c9d5e7a8b34_LoyaltyTier"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for id in [
            "",
            "b2c-extensions-app",
            "{b1f7c8a0-4d3e-4a52-9f60-2c9d5e7a8b34}",
            "urn:uuid:b1f7c8a0-4d3e-4a52-9f60-2c9d5e7a8b34",
            " b1f7c8a04d3e4a529f602c9d5e7a8b34",
            "b1f7c8a0-4d3e-4a52-9f60-2c9d5e7a8b3x",
            "b1f7c8a04d3e4a529f602c9d5e7a8b3\u{e5}",
        ] {
            assert_eq!(ExtensionsApp::new(id), Err(InvalidExtensionsApp), "{id}");
        }
    }
}
