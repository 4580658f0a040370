//! Leaving out what an audience must not see, and every mention of it.

use super::Request;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, Span, codes, msg};
use crate::basics::text::fold_words;
use crate::read::source::SourceTree;
use crate::read::vocabulary::{Audience, PlanStatus};
use crate::site::model::{
    Amendment, Content, EntryId, Id, LinkTarget, Meta, Numbers, Organisation, Plan, Site, Standing, entry_links,
    task_audience,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What one audience must not see, and how it is said.
pub(super) struct Filter<'a> {
    pub(super) site: &'a Site,
    pub(super) request: Request,
    /// Every name of the organisations that the audience must not see, folded.
    hidden_names: Vec<(Id<Organisation>, String)>,
    /// What amendments in force take from the public.
    taken: Taken,
    /// What is hidden for being internal; all else is hidden for being a draft.
    internal: BTreeSet<EntryId>,
}

/// A name this short would be found in half of all texts.
const SHORTEST_NAME: usize = 4;

fn hidden_names(site: &Site, audience: Audience) -> Vec<(Id<Organisation>, String)> {
    let rows = site.content.organisations.iter().filter(|(_, row)| !audience.sees(row.meta.audience));
    let names = rows.flat_map(|(id, row)| row.names().map(move |name| (id, fold_words(name))));
    names.filter(|(_, name)| name.len() >= SHORTEST_NAME).collect()
}

/// Keys whose values are names: those are left out one by one, and reported where they stand.
const NAME_KEYS: [&str; 16] = [
    "bao_cao_vien",
    "chu_tri",
    "phoi_hop",
    "co_quan",
    "theo_doi",
    "to_chuc",
    "trieu_tap",
    "gom",
    "ke_thua",
    "thuoc",
    "nguoi_ky",
    "duyet",
    "phu_trach",
    "tham_quyen",
    "dia_diem",
    "diem_cau",
];

impl<'a> Filter<'a> {
    pub(super) fn new(site: &'a Site, request: Request) -> Self {
        let hidden_names = hidden_names(site, request.audience);
        let sees = |audience| request.audience.sees(audience);
        let internal = site.content.entries().filter(|(_, meta)| !sees(meta.audience)).map(|(entry, _)| entry);
        Self { site, request, hidden_names, taken: Taken::of(site, request), internal: internal.collect() }
    }

    /// Whether another filter of the same request lets the same things through a row.
    pub(super) fn decides_as(&self, other: &Filter<'_>) -> bool {
        self.hidden_names == other.hidden_names && self.taken == other.taken && self.internal == other.internal
    }

    /// The rows that the audience may see, as they are written.
    pub(super) fn visible(&self) -> Content {
        let Content { organisations, documents, plans, sessions, materials, pages } = &self.site.content;
        Content {
            organisations: organisations.filter(|_, row| self.sees(&row.meta).then(|| Arc::clone(row))),
            documents: documents.filter(|_, row| self.sees(&row.meta).then(|| Arc::clone(row))),
            plans: plans.filter(|_, row| self.sees_plan(row).then(|| Arc::clone(row))),
            sessions: sessions.filter(|_, row| self.sees(&row.meta).then(|| Arc::clone(row))),
            materials: materials.filter(|_, row| self.sees(&row.meta).then(|| Arc::clone(row))),
            pages: pages.filter(|_, row| self.sees(&row.meta).then(|| Arc::clone(row))),
        }
    }

    pub(super) fn sees(&self, meta: &Meta) -> bool {
        self.request.audience.sees(meta.audience)
    }

    pub(super) fn sees_plan(&self, plan: &Plan) -> bool {
        self.sees(&plan.meta) && (self.request.drafts || plan.status != PlanStatus::Draft)
    }

    /// Whether no amendment in force made a task internal.
    pub(super) fn leaves_public(&self, plan: Id<Plan>, code: &str) -> bool {
        !self.taken.tasks.contains(&(plan, code.to_owned()))
    }

    /// Whether the task that the change at `place` of a document adds was made internal since.
    pub(super) fn takes_added(&self, by: Id<Plan>, place: usize) -> bool {
        self.taken.added.contains(&(by, place))
    }

    /// The code of a task that the change at `place` adds, where one before it that was made internal had a number.
    pub(super) fn code_of_added(&self, by: Id<Plan>, place: usize) -> Option<&String> {
        self.taken.codes.get(&(by, place))
    }

    /// Links of an entry, as written, to something that this edition does not hold.
    pub(super) fn withheld(&self, entry: EntryId, kept: &Content) -> BTreeSet<String> {
        let Some(meta) = kept.meta(entry) else { return BTreeSet::new() };
        let hidden = |target: &str| match self.site.index.link(meta.file, target) {
            LinkTarget::Entry(target, _) => kept.meta(target).is_none(),
            _ => false,
        };
        entry_links(kept, entry).into_iter().map(|link| link.target).filter(|target| hidden(target)).collect()
    }

    /// Links of a public text to something this edition does not hold.
    pub(super) fn report_links(&self, entry: EntryId, kept: &Content, found: &mut Diagnostics) {
        let Some(meta) = kept.meta(entry) else { return };
        for link in entry_links(kept, entry) {
            if let LinkTarget::Entry(target, _) = self.site.index.link(meta.file, &link.target)
                && kept.meta(target).is_none()
            {
                found.push(self.hidden_reference(target, link.at));
            }
        }
    }

    /// The id of an organisation as the editor writes it.
    pub(super) fn name_of(&self, id: Id<Organisation>) -> &str {
        self.site.content.organisations.get(id).map(|row| row.meta.id.as_str()).unwrap_or_default()
    }

    /// An organisation this edition does not hold whose name stands in a text.
    pub(super) fn hidden_in(&self, text: &str) -> Option<Id<Organisation>> {
        if self.hidden_names.is_empty() {
            return None;
        }
        let words = format!(" {} ", fold_words(text));
        self.hidden_names.iter().find(|(_, name)| words.contains(&format!(" {name} "))).map(|(id, _)| *id)
    }

    /// Names of hidden organisations in running text: nothing can be cut out of a sentence, so the editor is told.
    pub(super) fn report_names_in_text(&self, meta: &Meta, tree: &SourceTree, found: &mut Diagnostics) {
        if self.hidden_names.is_empty() {
            return;
        }
        let mut start = 0;
        for line in tree.text_of(meta.file).unwrap_or_default().split_inclusive('\n') {
            let names_only = NAME_KEYS.iter().any(|key| line.trim_start().starts_with(key));
            if !names_only && let Some(id) = self.hidden_in(line) {
                let at = Span::new(meta.file, start..start + line.trim_end().len());
                found.push(hidden_name(self.name_of(id), at));
            }
            start += line.len();
        }
    }

    pub(super) fn hidden_reference(&self, target: EntryId, at: Location) -> Diagnostic {
        let meta = self.site.content.meta(target);
        let id = meta.map(|meta| meta.id.as_str()).unwrap_or_default();
        let why = if meta.is_some_and(|meta| !self.sees(meta)) {
            msg!("là mục nội bộ", "internal")
        } else {
            msg!("còn là dự thảo", "still a draft")
        };
        let (vi, en) = (&why.vi, &why.en);
        Diagnostic::new(
            codes::REFERENCE_INTERNAL,
            at,
            msg!(
                "`{id}` {vi}; chỗ nhắc tới nó được bỏ khỏi bản này",
                "`{id}` is {en}; the reference is left out of this edition"
            ),
        )
        .help(msg!(
            "bỏ chỗ nhắc, hoặc đổi `doi_tuong` / `trang_thai` của mục ấy",
            "remove the reference, or change that entry's `doi_tuong` / `trang_thai`"
        ))
    }

    /// An amendment that the audience may not see does not exist for it.
    pub(super) fn hidden_amendments(&self, kept: &Content) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for (id, plan) in self.site.content.plans.iter() {
            if kept.plans.get(id).is_some() || plan.status != PlanStatus::Issued {
                continue;
            }
            for change in &plan.amendments {
                if let Some(target) = kept.plans.get(change.plan) {
                    diagnostics.push(hidden_amendment(&target.meta.id, change.at));
                }
            }
        }
        diagnostics
    }
}

/// Tasks that an amendment in force gives the audience «nội bộ», whoever may see that amendment.
#[derive(Debug, Default, PartialEq, Eq)]
struct Taken {
    /// By plan and code.
    tasks: BTreeSet<(Id<Plan>, String)>,
    /// Those of them that an amendment added: the amending document, and the place of the change in it.
    added: BTreeSet<(Id<Plan>, usize)>,
    /// Codes of other tasks that were added to the same plans: they keep the numbers that they had.
    codes: BTreeMap<(Id<Plan>, usize), String>,
}

impl Taken {
    fn of(site: &Site, request: Request) -> Self {
        if request.audience == Audience::Internal {
            return Self::default();
        }
        let standing = Standing::of(&site.content, request.today);
        let changes = standing.effective().flat_map(|amending| &amending.plan.amendments);
        let hiding = changes.filter(|change| change.values.audience == Some(Audience::Internal));
        let tasks: BTreeSet<_> =
            hiding.filter_map(|change| Some((change.plan, change.task.as_ref()?.value.clone()))).collect();
        if tasks.is_empty() {
            return Self::default();
        }
        let all = added_codes(site, &standing, |_, _| true);
        let added: BTreeSet<_> = all.iter().filter(|(_, task)| tasks.contains(task)).map(|(place, _)| *place).collect();
        let sees = |amending: &Plan, change: &Amendment| {
            let own = task_audience(amending.meta.audience, change.values.audience);
            request.audience.sees(own) && (request.drafts || amending.status != PlanStatus::Draft)
        };
        let seen = added_codes(site, &standing, sees);
        let plans: BTreeSet<Id<Plan>> = added.iter().filter_map(|place| Some(all.get(place)?.0)).collect();
        let codes =
            seen.into_iter().filter(|(_, (plan, _))| plans.contains(plan)).map(|(place, (_, code))| (place, code));
        Self { codes: codes.collect(), tasks, added }
    }
}

/// The tasks that amendments add, by the amending document and the place of the change in it: plan and code.
fn added_codes(
    site: &Site,
    standing: &Standing<'_>,
    counts: impl Fn(&Plan, &Amendment) -> bool,
) -> BTreeMap<(Id<Plan>, usize), (Id<Plan>, String)> {
    let mut numbers = Numbers::of(&site.content);
    let mut codes = BTreeMap::new();
    for amending in &standing.amending {
        for (place, change) in amending.plan.amendments.iter().enumerate() {
            if counts(amending.plan, change)
                && let Some(code) = numbers.code_of(change)
            {
                codes.insert((amending.id, place), (change.plan, code));
            }
        }
    }
    codes
}

pub(super) fn hidden_name(name: &str, at: impl Into<Location>) -> Diagnostic {
    Diagnostic::new(
        codes::ORGANISATION_INTERNAL,
        at,
        msg!(
            "chữ công khai nêu tên tổ chức nội bộ `{name}`; máy không cắt được giữa câu",
            "public text names the internal organisation `{name}`; nothing can be cut out of a sentence"
        ),
    )
    .help(msg!("viết lại câu này, hoặc đổi `doi_tuong`", "rewrite the sentence, or change `doi_tuong`"))
}

pub(super) fn hidden_amendment(target: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::AMENDMENT_HIDDEN,
        at,
        msg!(
            "điều chỉnh nội bộ của `{target}` không có trong bản công khai",
            "this internal amendment of `{target}` does not exist in the public edition"
        ),
    )
    .help(msg!(
        "người dân vẫn thấy nội dung trước điều chỉnh; nếu không nên thế, công khai văn bản điều chỉnh",
        "the public still sees the plan as before; publish the amendment if that is not meant"
    ))
}
