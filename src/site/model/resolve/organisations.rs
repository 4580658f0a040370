//! Organisations, their groups and parents; documents.

use super::Resolver;
use crate::basics::diag::{Diagnostic, codes, msg, nearest};
use crate::read::parse::{self, GroupRule, Kind};
use crate::site::model::build::Row;
use crate::site::model::{Document, Group, Id, Organisation};
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// Members of every group, groups inside groups opened up. A group that contains itself is reported.
    pub(super) fn groups(&mut self, rows: &[Row<parse::Organisation>]) -> Vec<Option<Group>> {
        let direct: Vec<Option<Vec<Id<Organisation>>>> =
            rows.iter().map(|row| row.data.group.as_ref().map(|rule| self.direct_members(rule, rows))).collect();
        let mut groups = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let own = Id::new(index);
            let mut members = BTreeSet::new();
            let mut open: Vec<_> = direct.get(index).cloned().flatten().unwrap_or_default();
            while let Some(member) = open.pop() {
                if members.insert(member) {
                    open.extend(direct.get(member.index()).cloned().flatten().unwrap_or_default());
                }
            }
            if members.remove(&own) {
                let name = &row.data.name;
                self.found.push(
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
            groups.push(row.data.group.as_ref().map(|_| Group { members: members.into_iter().collect() }));
        }
        groups
    }

    pub(super) fn direct_members(
        &mut self,
        rule: &GroupRule,
        rows: &[Row<parse::Organisation>],
    ) -> Vec<Id<Organisation>> {
        let mut members = Vec::new();
        for name in &rule.listed {
            members.extend(self.names.one(name, &mut self.found));
        }
        if let Some(kind) = rule.of_kind {
            let of_kind =
                rows.iter().enumerate().filter(|(_, row)| row.data.group.is_none() && row.data.kind == Some(kind));
            members.extend(of_kind.map(|(index, _)| Id::new(index)));
        }
        members
    }

    pub(super) fn organisation(&mut self, row: Row<parse::Organisation>, group: Option<Group>) -> Organisation {
        let (meta, data) = self.meta(row, Kind::Organisation);
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
        let predecessors = data.predecessors.iter().filter_map(|name| self.names.one(name, &mut self.found)).collect();
        Organisation {
            meta,
            name: data.name,
            short_name: data.short_name,
            other_names: data.other_names,
            kind: data.kind.unwrap_or(parse::OrganisationKind::Other),
            parent,
            order: data.order,
            active_from: data.active_from,
            active_to: data.active_to,
            predecessors,
            members: data.members,
            phone: data.phone,
            email: data.email,
            group,
        }
    }

    /// Cuts `thuoc` where it leads in a circle.
    pub(super) fn without_parent_cycles(&mut self, mut rows: Vec<Organisation>) -> Vec<Organisation> {
        let parents: Vec<Option<usize>> = rows.iter().map(|row| row.parent.map(Id::index)).collect();
        for (index, row) in rows.iter_mut().enumerate() {
            let mut at = parents.get(index).copied().flatten();
            let mut steps = 0;
            while let Some(parent) = at.filter(|parent| *parent != index && steps <= parents.len()) {
                at = parents.get(parent).copied().flatten();
                steps += 1;
            }
            if at == Some(index) {
                row.parent = None;
                let name = &row.name;
                self.found.push(
                    Diagnostic::new(
                        codes::ORGANISATION_CYCLE,
                        row.meta.at,
                        msg!("`thuoc` của «{name}» dẫn về chính nó", "`thuoc` of «{name}» leads back to itself"),
                    )
                    .help(msg!("sửa `thuoc` để chỉ tổ chức cấp trên", "let `thuoc` name the level above")),
                );
            }
        }
        rows
    }

    pub(super) fn document(&mut self, row: Row<parse::Document>) -> Document {
        let (meta, data) = self.meta(row, Kind::Document);
        if let Some(kind) = &data.kind
            && !parse::KINDS.iter().any(|(word, _)| *word == kind.value)
        {
            let typed = &kind.value;
            let words = parse::KINDS.iter().map(|(word, _)| *word);
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
            issuer: data.issuer.map(|issuer| self.issuer(&issuer)),
            date: data.date.map(|date| date.value),
            level: data.level,
            basis: self.basis(&data.basis),
            source: data.source.and_then(|source| self.address(source)),
            conference: data.conference,
            concretise_by: data.concretise_by,
        }
    }
}
