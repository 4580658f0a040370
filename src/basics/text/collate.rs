//! Vietnamese order: a ă â b … d đ e ê …, tones ngang-huyền-hỏi-ngã-sắc-nặng.

use icu_collator::{
    CollatorBorrowed, CollatorPreferences,
    options::{AlternateHandling, CollatorOptions},
    preferences::CollationNumericOrdering,
};

/// The sorter of everything that readers see in alphabetical order.
pub(crate) struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of `vi`, numbers by value: «Chi bộ 2» before «Chi bộ 10».
    pub(crate) fn vietnamese() -> Self {
        let mut preferences = CollatorPreferences::from(icu_locale::locale!("vi"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.alternate_handling = Some(AlternateHandling::Shifted);
        Self(CollatorBorrowed::try_new(preferences, options).ok())
    }

    /// A key whose byte order is the order of the texts. Compute it once per text.
    pub(crate) fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        if let Some(collator) = &self.0
            && collator.write_sort_key_to(text, &mut key).is_ok()
        {
            return key;
        }
        super::fold(text).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_sort_as_in_a_vietnamese_dictionary() {
        let collation = Collation::vietnamese();
        let mut words = vec!["đá", "dạ", "da", "ăn", "an", "ân", "dà", "Chi bộ 10", "Chi bộ 2", "ban"];
        words.sort_by_key(|word| collation.key(word));
        assert_eq!(words, ["an", "ăn", "ân", "ban", "Chi bộ 2", "Chi bộ 10", "da", "dà", "dạ", "đá"]);
    }
}
