//! What the files have in common: addresses, words of the interface, dates.

use super::Exporter;
use crate::basics::date::Day;
use crate::basics::path::UrlPath;
use crate::edition::publication::Publication;
use crate::edition::relate::{Edition, Node};
use crate::edition::route::View;
use crate::read::vocabulary::SessionStatus;
use crate::site::model::{EntryId, Parties, Plan};

impl<'a> Exporter<'a> {
    pub(super) fn edition(&self) -> &'a Edition {
        &self.renderer.publication.edition
    }

    pub(super) fn publication(&self) -> &'a Publication {
        self.renderer.publication
    }

    /// A word of the interface that files use.
    pub(super) fn t(&self, key: &'a str) -> &'a str {
        self.renderer.theme.strings.get("tep_du_lieu", key)
    }

    /// «Hoãn», «Hủy».
    pub(super) fn session_status(&self, status: SessionStatus) -> &'a str {
        self.renderer.theme.strings.get("trang_thai_buoi", status.word())
    }

    /// The label of a task's state.
    pub(super) fn state(&self, word: &'a str) -> &'a str {
        self.renderer.theme.strings.get("trang_thai", word)
    }

    /// «Chủ trì: Hội Phụ nữ»; nothing without a value.
    pub(super) fn fact(&self, key: &'a str, value: Option<String>) -> Option<String> {
        value.map(|value| format!("{}: {value}", self.t(key)))
    }

    /// Who is named; where all of them are hidden from this audience, that they are.
    pub(super) fn people(&self, parties: Option<&Parties>) -> Option<String> {
        let parties = parties?;
        match parties.is_empty() {
            false => Some(parties.text()),
            true => parties.left_out.then(|| self.hidden()),
        }
    }

    /// What stands for an organisation that this audience must not see.
    pub(super) fn hidden(&self) -> String {
        self.renderer.theme.strings.get("nhiem_vu", "khong_cong_bo").to_owned()
    }

    /// The absolute address of something in the site.
    pub(super) fn absolute(&self, url: &str) -> String {
        self.edition().config.base.absolute(&UrlPath::new(url))
    }

    /// The absolute address of a page.
    pub(super) fn page(&self, view: View) -> String {
        self.publication().url(view).map(|url| self.absolute(url.as_str())).unwrap_or_default()
    }

    /// The absolute address of an entry.
    pub(super) fn entry(&self, entry: EntryId) -> String {
        self.absolute(&self.relative(entry))
    }

    /// The address of an entry, relative to the root of the site.
    pub(super) fn relative(&self, entry: EntryId) -> String {
        self.publication().entry(entry).map(|url| url.as_str().to_owned()).unwrap_or_default()
    }

    /// A name that is nobody else's, not even another site's of the same server, and stays when texts change.
    pub(super) fn uid(&self, id: &str, part: &str) -> String {
        let base = &self.edition().config.base;
        format!("{id}#{part}@{}{}", base.host(), base.path.trim_end_matches('/'))
    }

    /// The newest date behind something; where nothing has one, the build date.
    pub(super) fn stamp(&self, newest: Option<Day>) -> Day {
        newest.unwrap_or(self.edition().request.today)
    }

    /// Who issued a plan.
    pub(super) fn issuer(&self, plan: &Plan) -> String {
        match &plan.issuer {
            Some(issuer) if issuer.text.is_empty() => self.hidden(),
            Some(issuer) => issuer.text.clone(),
            None => self.edition().config.publisher.clone(),
        }
    }

    /// The id of a node of the basis graph.
    pub(super) fn node_id(&self, node: Node) -> Option<String> {
        let edition = self.edition();
        Some(match node {
            Node::Document(id) => edition.content.documents.get(id)?.meta.id.clone(),
            Node::Plan(id) => edition.content.plans.get(id)?.meta.id.clone(),
            Node::Cited(index) => edition.basis.cited.get(index)?.id.clone(),
        })
    }

    /// A node as it was cited, or by its name.
    pub(super) fn named(&self, node: Node, written: Option<&str>) -> Option<String> {
        if let Some(written) = written {
            return Some(written.to_owned());
        }
        let edition = self.edition();
        match node {
            Node::Document(id) => {
                let row = edition.content.documents.get(id)?;
                row.number.clone().or_else(|| row.title.clone())
            }
            Node::Plan(id) => edition.content.plans.get(id).map(Plan::name),
            Node::Cited(index) => edition.basis.cited.get(index).map(|cited| cited.title.clone()),
        }
    }
}
