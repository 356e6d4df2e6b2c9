//! The faults that wait for their requests.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::check::checked;
use super::fault::{Fault, FaultError};

/// The most faults that wait at once.
const MOST: usize = 1000;

/// All faults that wait, oldest first.
#[derive(Default)]
pub(crate) struct Faults(Mutex<VecDeque<Fault>>);

/// What of a request a fault may ask for.
pub(crate) struct Asked<'a> {
    pub(crate) path: &'a str,
    /// Lower case: every name of the person the request is about.
    pub(crate) names: Vec<String>,
    pub(crate) correlation_id: &'a str,
}

impl Faults {
    /// All or none of them: the error tells the place in the list, counted from 0.
    pub(crate) fn add(&self, faults: Vec<Fault>) -> Result<usize, (usize, FaultError)> {
        let good = faults
            .into_iter()
            .enumerate()
            .map(|(i, fault)| checked(fault).map_err(|error| (i, error)))
            .collect::<Result<Vec<Fault>, _>>()?;
        let mut waiting = self.waiting();
        if waiting.len() + good.len() > MOST {
            let reason = "is one too many: at most 1000 faults can wait";
            return Err((
                good.len().saturating_sub(1),
                FaultError::new("times", reason),
            ));
        }
        waiting.extend(good);
        Ok(waiting.len())
    }

    /// The fault for this request, which has then been used once.
    pub(crate) fn take(&self, asked: &Asked<'_>) -> Option<Fault> {
        let mut waiting = self.waiting();
        let (place, fault) = waiting
            .iter_mut()
            .enumerate()
            .find(|(_, fault)| fits(fault, asked))?;
        fault.times = fault.times.saturating_sub(1);
        let used = fault.clone();
        if used.times == 0 {
            waiting.remove(place);
        }
        Some(used)
    }

    /// What still waits, each with the times that are left.
    pub(crate) fn list(&self) -> Vec<Fault> {
        self.waiting().iter().cloned().collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting().is_empty()
    }

    pub(crate) fn clear(&self) {
        self.waiting().clear();
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fits(fault: &Fault, asked: &Asked<'_>) -> bool {
    let is = |wanted: &Option<String>, is: &dyn Fn(&str) -> bool| wanted.as_deref().is_none_or(is);
    is(&fault.endpoint, &|path| path == asked.path)
        && is(&fault.username, &|name| {
            asked.names.iter().any(|n| n == name)
        })
        && is(&fault.correlation_id, &|id| id == asked.correlation_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked<'a>(path: &'a str, name: &str, correlation_id: &'a str) -> Asked<'a> {
        Asked {
            path,
            names: vec![name.to_owned()],
            correlation_id,
        }
    }

    const ID: &str = "0b8d2f3e-6a57-4c1b-9d0e-2f4a6c8e1b35";

    #[test]
    fn the_oldest_that_fits_is_used_as_often_as_it_says() {
        let faults = Faults::default();
        let all_three = Fault {
            username: Some("Ada@example.com".to_owned()),
            correlation_id: Some(ID.to_uppercase()),
            ..Fault::status("SignInToken", 503)
        };
        let twice = Fault {
            times: 2,
            ..Fault::status("/oauth2/v2.0/token", 500)
        };
        assert_eq!(faults.add(vec![all_three, twice]).unwrap(), 2);
        let token = "oauth2/v2.0/token";
        let take = |path, name, id| faults.take(&asked(path, name, id)).and_then(|f| f.status);
        assert_eq!(take(token, "bob@example.com", ID), Some(500));
        assert_eq!(take("oauth2/v2.0/challenge", "ada@example.com", ID), None);
        assert_eq!(take(token, "ada@example.com", ID), Some(503));
        assert_eq!(take(token, "ada@example.com", ID), Some(500));
        assert_eq!(take(token, "ada@example.com", ID), None);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn one_bad_fault_refuses_them_all() {
        let faults = Faults::default();
        let list = vec![Fault::status("Keys", 503), Fault::status("Keys", 99)];
        let (place, error) = faults.add(list).unwrap_err();
        assert_eq!((place, error.field()), (1, "status"));
        assert!(faults.list().is_empty());
        assert!(faults.add(vec![Fault::status("Keys", 503); 1001]).is_err());
    }
}
