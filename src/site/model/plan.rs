//! Plans and tasks with their references resolved.

use super::{Basis, Id, Meta, Organisation, Parties};
use crate::basics::date::Day;
use crate::basics::diag::{FileId, Location};
use crate::read::parse::{self, Approval, Consultation, Milestone, Period, TaskPatch, TaskSection};
use crate::read::vocabulary::{Direction, DocumentKind, PlanStatus, numbered_name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan, programme or amendment («kế hoạch»).
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) meta: Meta,
    pub(crate) number: Option<String>,
    pub(crate) kind: DocumentKind,
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    /// `None`: the publisher of the site.
    pub(crate) issuer: Option<Issuer>,
    pub(crate) date: Option<Day>,
    pub(crate) signer: Option<String>,
    pub(crate) valid: Period,
    /// Codes of topics, each known.
    pub(crate) topics: Vec<String>,
    pub(crate) basis: Vec<Basis>,
    pub(crate) status: PlanStatus,
    pub(crate) approval: Option<Approval>,
    pub(crate) summary: Option<String>,
    pub(crate) summaries_by_language: Vec<(String, String)>,
    pub(crate) keywords: Vec<String>,
    pub(crate) consultation: Option<Consultation>,
    pub(crate) targets: Vec<Target>,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) tasks: Vec<Arc<Task>>,
    /// The highest number among the codes of its own tasks, those left out of an edition included: a task that an
    /// amendment adds takes a number above it.
    pub(crate) highest_number: u64,
    pub(crate) sections: Vec<TaskSection>,
    pub(crate) table_captions: Vec<String>,
    /// The table beside it that holds tasks («bảng nhiệm vụ»).
    pub(crate) table: Option<FileId>,
    pub(crate) amendments: Vec<Amendment>,
}

/// A task («nhiệm vụ»).
pub(crate) type Task = parse::Task<Parties, TaskEvidence>;
impl Plan {
    /// «Kế hoạch số 12-KH/ĐU», or the kind alone.
    pub(crate) fn name(&self) -> String {
        numbered_name(Some(self.kind.name()), self.number.as_deref()).unwrap_or_default()
    }

    /// What it is called in headings and lists.
    pub(crate) fn heading(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }

    /// The date of issue, when the plan is issued on or before a day.
    pub(crate) fn issued_by(&self, day: Day) -> Option<Day> {
        self.date.filter(|date| self.status == PlanStatus::Issued && *date <= day)
    }
}

/// The keys of a task, or the new values of an amendment.
pub(crate) type TaskValues = TaskPatch<Parties, TaskEvidence>;
/// What one of those that lead a task has done of it («theo tổ chức»).
pub(crate) type LeaderRecord = parse::LeaderRecord<Parties, TaskEvidence>;
/// A change to an earlier plan («điều chỉnh»).
pub(crate) type Amendment = parse::Amendment<Id<Plan>, TaskValues>;

/// Evidence of a task («minh chứng»).
#[derive(Debug, Clone)]
pub(crate) struct TaskEvidence {
    pub(crate) name: String,
    pub(crate) source: EvidenceSource,
}

/// Where evidence lies.
#[derive(Debug, Clone)]
pub(crate) enum EvidenceSource {
    File(FileId),
    Address(String),
}

/// Who issued or tracks something: free text, or an organisation named in it.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    /// As written, or the organisation's name when it was given by id.
    pub(crate) text: String,
    pub(crate) organisation: Option<Id<Organisation>>,
}

impl Issuer {
    /// An issuer this audience must not see.
    pub(crate) fn left_out() -> Self {
        Self { text: String::new(), organisation: None }
    }
}

/// A target («chỉ tiêu»).
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) at: Location,
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    pub(crate) goals: BTreeMap<i16, f64>,
    pub(crate) goal_in_words: Option<String>,
    pub(crate) achieved: BTreeMap<i16, f64>,
    pub(crate) direction: Option<Direction>,
    pub(crate) tracked_by: Option<Issuer>,
}
