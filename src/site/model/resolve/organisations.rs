//! Organisations, their groups and parents; documents.

use super::Resolver;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg, nearest};
use crate::basics::graph::in_cycles;
use crate::read::parse::{self, GroupRule};
use crate::read::vocabulary::{EntryKind, KINDS, OrganisationKind};
use crate::site::model::build::Row;
use crate::site::model::names::Names;
use crate::site::model::{Document, Group, Id, OfKind, Organisation};
use std::collections::BTreeSet;

/// Members of all groups together: each stands on a page of each of its groups.
const MOST_MEMBERS: usize = 200_000;

/// How organisations stand to each other.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// Members of every group, groups inside groups opened up; by organisation.
    groups: Vec<Option<Group>>,
    /// Organisations whose `thuoc` leads in a circle.
    circular: BTreeSet<Id<Organisation>>,
    pub(super) diagnostics: Diagnostics,
}

impl Structure {
    pub(super) fn of(rows: &[Row<parse::Organisation>], names: &Names) -> Self {
        let mut structure = Self::default();
        structure.open_groups(rows, names);
        structure.find_circles(rows, names);
        structure
    }

    /// Whether a row is a group.
    pub(super) fn is_group(&self, id: Id<Organisation>) -> bool {
        self.groups.get(id.index()).is_some_and(Option::is_some)
    }

    /// A group that contains itself is reported.
    fn open_groups(&mut self, rows: &[Row<parse::Organisation>], names: &Names) {
        let direct: Vec<Option<Vec<Id<Organisation>>>> =
            rows.iter().map(|row| row.data.group.as_ref().map(|rule| self.direct_members(rule, rows, names))).collect();
        let mut listed = 0;
        for (index, row) in rows.iter().enumerate() {
            let own = Id::new(index);
            let mut members = BTreeSet::new();
            let of = |index: usize| direct.get(index).and_then(Option::as_ref).into_iter().flatten().copied();
            let mut open: Vec<_> = of(index).collect();
            while let Some(member) = open.pop().filter(|_| listed + members.len() <= MOST_MEMBERS) {
                if members.insert(member) {
                    open.extend(of(member.index()));
                }
            }
            if listed <= MOST_MEMBERS && listed + members.len() > MOST_MEMBERS {
                self.diagnostics.push(too_large(&row.data.name, row.at));
            }
            listed += members.len();
            if members.remove(&own) {
                let name = &row.data.name;
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::ORGANISATION_CYCLE,
                        row.at,
                        msg!("nhóm «{name}» chứa chính nó", "the group «{name}» contains itself"),
                    )
                    .help(msg!(
                        "bỏ nhóm này khỏi `gom` của chính nó hoặc của nhóm nằm trong nó",
                        "remove it from its own `gom`, or from that of a group inside it"
                    )),
                );
            }
            self.groups.push(row.data.group.as_ref().map(|_| Group { members: members.into_iter().collect() }));
        }
    }

    fn direct_members(
        &mut self,
        rule: &GroupRule,
        rows: &[Row<parse::Organisation>],
        names: &Names,
    ) -> Vec<Id<Organisation>> {
        let mut members = Vec::new();
        for name in &rule.listed {
            members.extend(names.one(name, &mut self.diagnostics));
        }
        if let Some(kind) = rule.of_kind {
            let of_kind =
                rows.iter().enumerate().filter(|(_, row)| row.data.group.is_none() && row.data.kind == Some(kind));
            members.extend(of_kind.map(|(index, _)| Id::new(index)));
        }
        members
    }

    /// Finds where `thuoc` leads in a circle.
    fn find_circles(&mut self, rows: &[Row<parse::Organisation>], names: &Names) {
        // What is wrong with a name is told where the row is resolved.
        let parent = |row: &Row<parse::Organisation>| {
            let parent = names.one(row.data.parent.as_ref()?, &mut Diagnostics::default());
            parent.map(Id::index)
        };
        let parents: Vec<Vec<usize>> = rows.iter().map(|row| parent(row).into_iter().collect()).collect();
        for ((index, row), is_circular) in rows.iter().enumerate().zip(in_cycles(&parents)) {
            if is_circular {
                self.circular.insert(Id::new(index));
                let name = &row.data.name;
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::ORGANISATION_CYCLE,
                        row.at,
                        msg!("`thuoc` của «{name}» dẫn về chính nó", "`thuoc` of «{name}» leads back to itself"),
                    )
                    .help(msg!("sửa `thuoc` để chỉ tổ chức cấp trên", "let `thuoc` name the level above")),
                );
            }
        }
    }
}

/// A group that makes the pages of groups more than anybody reads. The groups after it are not opened up.
fn too_large(name: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::GROUP_TOO_LARGE,
        at,
        msg!(
            "với nhóm «{name}», các nhóm có hơn {MOST_MEMBERS} thành viên cộng lại",
            "with the group «{name}» the groups have more than {MOST_MEMBERS} members together"
        ),
    )
    .help(msg!("bớt nhóm lồng trong nhóm", "let fewer groups contain groups"))
}

impl Resolver<'_> {
    pub(super) fn organisation(&mut self, row: Row<parse::Organisation>) -> Organisation {
        let id = OfKind::id(row.entry);
        let group = id.and_then(|id: Id<Organisation>| self.organisations.groups.get(id.index()).cloned().flatten());
        let is_circular = id.is_some_and(|id| self.organisations.circular.contains(&id));
        let (meta, data) = self.meta(row, EntryKind::Organisation);
        if data.kind.is_none() && group.is_none() {
            self.found.push(
                Diagnostic::new(
                    codes::KEY_MISSING,
                    meta.at,
                    msg!("tổ chức chưa có `loai`; xếp vào «khác»", "the organisation has no `loai`; listed as «khác»"),
                )
                .soft()
                .help(msg!("thêm `loai = \"chi-bo\"` hoặc loại khác", "add `loai = \"chi-bo\"` or another kind")),
            );
        }
        let parent = data.parent.as_ref().and_then(|parent| self.names.one(parent, &mut self.found));
        let parent = parent.filter(|_| !is_circular);
        let predecessors = data.predecessors.iter().filter_map(|name| self.names.one(name, &mut self.found)).collect();
        let studies_at = data.studies_at.iter().filter_map(|name| self.names.one(name, &mut self.found)).collect();
        Organisation {
            meta,
            name: data.name,
            short_name: data.short_name,
            other_names: data.other_names,
            kind: data.kind.unwrap_or(OrganisationKind::Other),
            parent,
            order: data.order,
            active_from: data.active_from,
            active_to: data.active_to,
            predecessors,
            studies_at,
            members: data.members,
            phone: data.phone,
            email: data.email,
            group,
        }
    }

    pub(super) fn document(&mut self, row: Row<parse::Document>) -> Document {
        let (meta, data) = self.meta(row, EntryKind::Document);
        self.on = data.date.as_ref().map(|date| date.value);
        if let Some(kind) = &data.kind
            && !KINDS.iter().any(|(word, _)| *word == kind.value)
        {
            let typed = &kind.value;
            let words = KINDS.iter().map(|(word, _)| *word);
            let odd = Diagnostic::new(
                codes::VALUE_UNKNOWN,
                kind.at,
                msg!(
                    "không biết loại văn bản `{typed}`; in như ghi",
                    "document kind `{typed}` is not known; printed as written"
                ),
            )
            .soft();
            self.found.push(match nearest(typed, words) {
                Some(near) => odd.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                None => odd,
            });
        }
        Document {
            meta,
            number: data.number.map(|number| number.value),
            kind: data.kind.map(|kind| kind.value),
            title: data.title,
            short_title: data.short_title,
            issuer: data.issuer.map(|issuer| self.issuer(&issuer)),
            date: data.date.map(|date| date.value),
            level: data.level,
            basis: self.basis(&data.basis),
            source: data.source.and_then(|source| self.address(source)),
            conference: data.conference,
            concretise_by: data.concretise_by,
            valid: data.valid,
            replaces: self.references(&data.replaces, EntryKind::Document),
            amends: self.references(&data.amends, EntryKind::Document),
            places: std::mem::take(&mut self.places),
        }
    }
}
