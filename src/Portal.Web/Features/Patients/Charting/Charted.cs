using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>Items of the record as entries of the desk.</summary>
internal static class Charted
{
    public static ChartedEntry Entry(this ChartItem<DocumentDetails> item) => Of(EntryKind.Note, item, item.Details.ValueOrDefault?.Text is null ? null : NoteContent.Of(item));

    public static ChartedEntry Entry(this ChartItem<ObservationDetails> item) => Of(EntryKind.Observation, item, ObservationContent.Of(item));

    public static ChartedEntry Entry(this ChartItem<MedicationDetails> item) => Of(EntryKind.Prescription, item, PrescriptionContent.Of(item));

    public static ChartedEntry Entry(this ChartItem<AllergyDetails> item) => Of(EntryKind.Allergy, item, AllergyContent.Of(item));

    public static ChartedEntry Entry(this ChartItem<ConditionDetails> item) => Of(EntryKind.Condition, item, ConditionContent.Of(item));

    /// <summary>An entry of the record as it was last read; <c>null</c> where it is not there.</summary>
    public static ChartedEntry? Find(RecordView record, EntryKind kind, Guid id) => kind switch
    {
        EntryKind.Note => record.Documents.FirstOrDefault(one => one.Id == id)?.Entry(),
        EntryKind.Observation => record.Observations.FirstOrDefault(one => one.Id == id)?.Entry(),
        EntryKind.Prescription => record.Medications.FirstOrDefault(one => one.Id == id)?.Entry(),
        EntryKind.Allergy => record.Allergies.FirstOrDefault(one => one.Id == id)?.Entry(),
        EntryKind.Condition => record.Problems.FirstOrDefault(one => one.Id == id)?.Entry(),
        _ => null,
    };

    private static ChartedEntry Of<T>(EntryKind kind, ChartItem<T> item, EntryContent? content)
        where T : class => new(kind, item.Id, item.Version, item.Code.ValueOrDefault?.Display, content, item.IsInError);
}
