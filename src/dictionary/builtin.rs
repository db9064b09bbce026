//! The dictionaries that come with earmark, in the order in which later files win.

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_str!(concat!("../../dictionaries/", $path)))),*] };
}

/// Every built-in dictionary: its path below `dictionaries/`, and its text. `tests/layering.rs` compares this list with
/// the folder.
pub(crate) const BUILTIN: &[(&str, &str)] = files! {
    "negators/en.tsv"
    "ordinary/en_function.tsv"
    "ordinary/en_financial.tsv"
    "ordinary/en_medical.tsv"
    "cues/en.tsv"
    "cues/sv.tsv"
    "identity/en/not_names.tsv"
    "identity/en/organisations.tsv"
    "identity/en/first_names.tsv"
    "identity/en/last_names.tsv"
    "identity/sv/first_names.tsv"
    "identity/sv/last_names.tsv"
    "identity/en/countries.tsv"
    "identity/en/places_uk.tsv"
    "identity/en/places_ca.tsv"
    "identity/sv/places.tsv"
    "identity/en/places_us.tsv"
    "financial/en/financial_term.tsv"
    "medical/en/medical_service.tsv"
    "medical/en/procedure.tsv"
    "medical/en/symptom.tsv"
    "medical/en/lab_result.tsv"
    "medical/en/condition.tsv"
    "medical/en/medication.tsv"
};
