//! The dictionaries that come with earmark, in the order in which later files win.

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_str!(concat!("../../dictionaries/", $path)))),*] };
}

/// Every built-in dictionary: its path below `dictionaries/`, and its text. `tests/layering.rs` compares this list with
/// the folder.
pub(crate) const BUILTIN: &[(&str, &str)] = files! {
    "numbers/en.tsv"
    "numbers/sv.tsv"
    "negators/en.tsv"
    "negators/sv.tsv"
    "ordinary/en_function.tsv"
    "ordinary/en_financial.tsv"
    "ordinary/en_medical.tsv"
    "ordinary/sv_function.tsv"
    "ordinary/sv_financial.tsv"
    "ordinary/sv_medical.tsv"
    "cues/addresses_en.tsv"
    "cues/addresses_sv.tsv"
    "cues/money_en.tsv"
    "cues/money_sv.tsv"
    "cues/medicines_en.tsv"
    "cues/medicines_sv.tsv"
    "cues/en.tsv"
    "cues/sv.tsv"
    "cues/countries.tsv"
    "identity/en/not_names.tsv"
    "identity/en/organisations.tsv"
    "identity/sv/not_names.tsv"
    "identity/sv/organisations.tsv"
    "identity/en/first_names.tsv"
    "identity/en/last_names.tsv"
    "identity/sv/first_names.tsv"
    "identity/sv/last_names.tsv"
    "identity/en/countries.tsv"
    "identity/sv/countries.tsv"
    "identity/en/places_uk.tsv"
    "identity/en/places_ca.tsv"
    "identity/sv/places.tsv"
    "identity/en/places_us.tsv"
    "financial/en/financial_term.tsv"
    "financial/sv/financial_term.tsv"
    "medical/en/medical_service.tsv"
    "medical/en/procedure.tsv"
    "medical/en/symptom.tsv"
    "medical/en/lab_result.tsv"
    "medical/en/condition.tsv"
    "medical/en/medication.tsv"
    "medical/sv/medical_service_stems.tsv"
    "medical/sv/condition_stems.tsv"
    "medical/sv/symptom_stems.tsv"
    "medical/sv/medication_stems.tsv"
    "medical/sv/medical_service.tsv"
    "medical/sv/procedure.tsv"
    "medical/sv/symptom.tsv"
    "medical/sv/lab_result.tsv"
    "medical/sv/condition.tsv"
    "medical/sv/medication.tsv"
    "special/en/special_category.tsv"
    "special/en/criminal_record.tsv"
    "special/sv/special_category.tsv"
    "special/sv/criminal_record.tsv"
};

/// Every built-in profile: its path below `dictionaries/`, and its text.
pub(crate) const PROFILES: &[(&str, &str)] = files! {
    "profiles/breach-us.toml"
    "profiles/gdpr.toml"
    "profiles/pci.toml"
};
