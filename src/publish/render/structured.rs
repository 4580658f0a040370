//! What a page says to search engines: JSON-LD in the words of schema.org.

use super::PageCx;
use crate::edition::relate::Node;
use crate::publish::theme::Markup;
use crate::read::config::BaseUrl;
use crate::read::vocabulary::{SessionForm, SessionStatus};
use crate::site::model::{EntryId, Id, Moment, Organisation, Plan, PlanState, Session};
use serde_json::{Value, json};

impl PageCx<'_> {
    /// A plan as `Legislation`.
    pub(super) fn plan_data(&self, id: Id<Plan>, plan: &Plan, state: PlanState, description: &str) -> Value {
        let basis = self.edition.basis.basis_of(Node::Plan(id));
        let basis: Vec<Value> = basis
            .iter()
            .filter_map(|(node, written)| self.node_row(*node, written.as_deref()))
            .map(|row| json!({ "@type": "Legislation", "name": row.written.unwrap_or(row.name) }))
            .collect();
        let covered = match (plan.valid.from, plan.valid.to) {
            (Some(from), Some(to)) => Some(format!("{from}/{to}")),
            (Some(from), None) => Some(format!("{from}/..")),
            _ => None,
        };
        let issuer = self.issuer(plan.issuer.as_ref());
        without_nulls(json!({
            "@context": "https://schema.org",
            "@type": "Legislation",
            "name": format!("{}: {}", plan.name(), plan.title),
            "url": self.absolute(EntryId::Plan(id)),
            "description": description,
            "inLanguage": "vi",
            "legislationIdentifier": plan.number,
            "legislationType": plan.kind.name(),
            "legislationDate": plan.date.map(|day| day.to_string()),
            "legislationPassedBy": { "@type": "GovernmentOrganization", "name": issuer.text },
            "legislationLegalForce": if state == PlanState::InForce { "InForce" } else { "NotInForce" },
            "temporalCoverage": covered,
            "keywords": plan.keywords,
            "isBasedOn": basis,
        }))
    }

    /// An organisation as `GovernmentOrganization`.
    pub(super) fn organisation_data(&self, id: Id<Organisation>, row: &Organisation) -> Value {
        let parent = row.parent.and_then(|parent| self.edition.content.organisations.get(parent));
        without_nulls(json!({
            "@context": "https://schema.org",
            "@type": "GovernmentOrganization",
            "name": row.name,
            "alternateName": row.more_names().collect::<Vec<_>>(),
            "url": self.absolute(EntryId::Organisation(id)),
            "telephone": row.phone,
            "email": row.email,
            "parentOrganization": parent.map(|parent| json!({ "@type": "GovernmentOrganization", "name": parent.name })),
        }))
    }

    /// A session as `Event`.
    pub(super) fn session_data(&self, id: Id<Session>, session: &Session) -> Value {
        let mode = session.form.map(|form| match form {
            SessionForm::InPerson => "https://schema.org/OfflineEventAttendanceMode",
            SessionForm::Online => "https://schema.org/OnlineEventAttendanceMode",
            SessionForm::Mixed => "https://schema.org/MixedEventAttendanceMode",
        });
        let place = session.place.as_ref();
        without_nulls(json!({
            "@context": "https://schema.org",
            "@type": "Event",
            "name": session.title,
            "url": self.absolute(EntryId::Session(id)),
            "startDate": self.instant(session.starts),
            "endDate": session.ends.map(|ends| self.instant(ends)),
            "eventAttendanceMode": mode,
            "eventStatus": match session.status {
                None => "https://schema.org/EventScheduled",
                Some(SessionStatus::Postponed) => "https://schema.org/EventPostponed",
                Some(SessionStatus::Cancelled) => "https://schema.org/EventCancelled",
            },
            "location": place.map(|place| json!({ "@type": "Place", "name": place, "address": place })),
            "organizer": { "@type": "GovernmentOrganization", "name": self.edition.config.publisher },
        }))
    }

    fn absolute(&self, entry: EntryId) -> String {
        let base: &BaseUrl = &self.edition.config.base;
        self.publication.entry(entry).map(|url| base.absolute(url)).unwrap_or_default()
    }

    fn instant(&self, moment: Moment) -> String {
        match moment.time {
            Some(time) => {
                let offset = self.edition.config.offset(moment.day);
                format!("{}T{:02}:{:02}:00{offset}", moment.day, time.hour(), time.minute())
            }
            None => moment.day.to_string(),
        }
    }
}

/// The object without keys that have no value.
fn without_nulls(value: Value) -> Value {
    let is_said = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    match value {
        Value::Object(keys) => Value::Object(keys.into_iter().filter(|(_, value)| is_said(value)).collect()),
        other => other,
    }
}

/// The text for a data block of a page: nothing in it can end the block.
pub(super) fn data_block(value: &Value) -> Markup {
    Markup(value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}
