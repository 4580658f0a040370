//! Organisations, documents, sessions, materials and pages with their references resolved.

use super::{Basis, Content, EntryId, Id, Issuer, Meta, Parties, Plan};
use crate::basics::date::Day;
use crate::basics::diag::Location;
use crate::read::parse::{Answer, Attendance, Moment, Period, QuizItem};
use crate::read::vocabulary::{
    AttendeeClass, Audience, Level, MaterialKind, OrganisationKind, SessionForm, SessionStatus,
};
use std::collections::BTreeMap;

/// An organisation or a group («tổ chức», «nhóm»).
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub(crate) meta: Meta,
    pub(crate) name: String,
    pub(crate) short_name: Option<String>,
    pub(crate) other_names: Vec<String>,
    pub(crate) kind: OrganisationKind,
    pub(crate) parent: Option<Id<Organisation>>,
    pub(crate) order: i64,
    pub(crate) active_from: Option<Day>,
    pub(crate) active_to: Option<Day>,
    pub(crate) predecessors: Vec<Id<Organisation>>,
    /// Where its people study («học tại»): of a body that is no Party organisation.
    pub(crate) studies_at: Vec<Id<Organisation>>,
    pub(crate) members: Option<i64>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) group: Option<Group>,
}

impl Organisation {
    /// The names beside its own: the short one and any others.
    pub(crate) fn more_names(&self) -> impl Iterator<Item = &String> {
        self.short_name.iter().chain(&self.other_names)
    }

    /// Whether it is there on a day («hoạt động»).
    pub(crate) fn is_active_on(&self, day: Day) -> bool {
        self.active_from.is_none_or(|from| from <= day) && self.active_to.is_none_or(|to| day <= to)
    }

    /// Whether it is what studies: a chi bộ, or a đảng bộ.
    pub(crate) fn is_party_organisation(&self) -> bool {
        matches!(self.kind, OrganisationKind::PartyCell | OrganisationKind::PartyBranch)
    }

    /// Every name by which it may be called, its own first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(self.more_names())
    }
}

/// Who belongs to a group, groups inside it included, in the order of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) members: Vec<Id<Organisation>>,
}

/// So often tasks of groups may stand on the pages of members; beyond it no member's page has them, and the site is not
/// published.
pub(crate) const MOST_GIVEN: usize = 300_000;

impl Content {
    /// Whom a name means: an organisation itself, or the members of a group, groups in it included.
    pub(crate) fn opened(&self, id: Id<Organisation>) -> impl Iterator<Item = Id<Organisation>> {
        let group = self.organisations.get(id).and_then(|row| row.group.as_ref());
        let members = group.map(|group| group.members.as_slice()).unwrap_or_default();
        members.iter().copied().chain(group.is_none().then_some(id))
    }

    /// The task, or the amendment that gives one, with which groups are given more than [`MOST_GIVEN`].
    pub(super) fn given_too_much(&self) -> Option<Location> {
        let members = |parties: &Parties| {
            let groups = parties.known().into_iter().filter_map(|id| self.organisations.get(id)?.group.as_ref());
            groups.map(|group| group.members.len()).sum::<usize>()
        };
        let rows = self.plans.iter().flat_map(|(_, plan)| {
            let tasks = plan.tasks.iter().map(|task| (task.at, &task.values));
            tasks.chain(plan.amendments.iter().map(|change| (change.at, &change.values)))
        });
        let mut given = 0;
        let mut first_beyond = rows.skip_while(|(_, values)| {
            given += values.lead.iter().chain(&values.support).map(members).sum::<usize>();
            given <= MOST_GIVEN
        });
        first_beyond.next().map(|(at, _)| at)
    }
}

/// A document («văn bản»).
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) meta: Meta,
    pub(crate) number: Option<String>,
    /// Word of the kind, or as written where it is not a known one.
    pub(crate) kind: Option<String>,
    pub(crate) title: Option<String>,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) issuer: Option<Issuer>,
    pub(crate) date: Option<Day>,
    pub(crate) level: Option<Level>,
    pub(crate) basis: Vec<Basis>,
    pub(crate) source: Option<String>,
    pub(crate) conference: Option<String>,
    pub(crate) concretise_by: Option<Day>,
    pub(crate) valid: Period,
    /// Documents that it replaces.
    pub(crate) replaces: Vec<Id<Document>>,
    /// Documents that it amends.
    pub(crate) amends: Vec<Id<Document>>,
    /// Where the front matter names other entries.
    pub(crate) places: BTreeMap<EntryId, Location>,
}

/// A study session («đợt quán triệt»).
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) meta: Meta,
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) starts: Moment,
    pub(crate) ends: Option<Moment>,
    pub(crate) form: Option<SessionForm>,
    pub(crate) place: Option<String>,
    pub(crate) other_venues: Vec<String>,
    pub(crate) plans: Vec<Id<Plan>>,
    pub(crate) documents: Vec<Id<Document>>,
    pub(crate) speakers: Vec<String>,
    pub(crate) materials: Vec<Id<Material>>,
    pub(crate) planned_length: Option<String>,
    pub(crate) combined: bool,
    pub(crate) papers_due: Option<Day>,
    pub(crate) convened: Parties,
    /// Who held it.
    pub(crate) organiser: Option<Issuer>,
    /// The role of who was in the chair.
    pub(crate) chair: Option<String>,
    pub(crate) attendees: Vec<AttendeeClass>,
    /// `Some`: it is not held on its day.
    pub(crate) status: Option<SessionStatus>,
    /// Why not.
    pub(crate) reason: Option<String>,
    pub(crate) results: Vec<Attendance<Id<Organisation>>>,
    /// Where the front matter names other entries.
    pub(crate) places: BTreeMap<EntryId, Location>,
}

impl Document {
    /// What it is called in headings and lists.
    pub(crate) fn heading(&self) -> Option<&str> {
        self.short_title.as_deref().or(self.title.as_deref())
    }
}

impl Material {
    /// What it is called in headings and lists.
    pub(crate) fn heading(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }
}

impl Session {
    /// What it is called in headings and lists.
    pub(crate) fn heading(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }

    /// Whether it is held on its day, as far as it is known.
    pub(crate) fn is_held(&self) -> bool {
        self.status.is_none()
    }
}

/// Dissemination material («tài liệu»).
#[derive(Debug, Clone)]
pub(crate) struct Material {
    pub(crate) meta: Meta,
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) kind: MaterialKind,
    pub(crate) plans: Vec<Id<Plan>>,
    pub(crate) documents: Vec<Id<Document>>,
    pub(crate) language: String,
    pub(crate) date: Option<Day>,
    pub(crate) address: Option<String>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) quiz: Vec<QuizItem>,
    /// Where the front matter names other entries.
    pub(crate) places: BTreeMap<EntryId, Location>,
}

/// A plain page («trang»).
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) meta: Meta,
    pub(crate) title: String,
    pub(crate) order: i64,
    pub(crate) in_menu: bool,
}

/// The default audience of a kind of entry: organisations and plain pages are public, all else as the site says.
pub(super) fn default_audience(kind: crate::read::vocabulary::EntryKind, site: Audience) -> Audience {
    match kind {
        crate::read::vocabulary::EntryKind::Organisation | crate::read::vocabulary::EntryKind::Page => Audience::Public,
        crate::read::vocabulary::EntryKind::Document
        | crate::read::vocabulary::EntryKind::Plan
        | crate::read::vocabulary::EntryKind::Session
        | crate::read::vocabulary::EntryKind::Material => site,
    }
}
