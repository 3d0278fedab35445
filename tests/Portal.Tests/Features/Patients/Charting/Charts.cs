using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Charting;

/// <summary>Short ways to charts that are written by hand.</summary>
internal sealed class Charts(PortalFixture portal)
{
    public DateTimeOffset Now => portal.Clock.GetUtcNow();

    public static Coding Text(string words) => new(null, null, words);

    /// <summary>Somebody of a role, with a patient in her care as far as the role can have one.</summary>
    public async Task<(Actor Actor, PatientId Patient)> InCareAsync(Role role = Role.Clinician, int observations = 0)
    {
        var actor = People.In(role);
        return (actor, await SamplePatients.AddAsync(portal, actor.Account, observations: observations));
    }

    public NoteContent Note(string text = "Feels better.", string title = "Progress note") => new(Now, title, text);

    public ObservationContent Glucose(decimal value = 5.4m) => new(Now, new Coding("http://loinc.org", "2339-0", "Glucose"), "laboratory", value, "mmol/L", null, []);

    public PrescriptionContent Order(string dosage = "One tablet a day") => new(Now, Text("Metformin 500 mg"), dosage, "Diabetes");

    public AllergyContent Allergy(string criticality = "high") => new(Now, Text("Penicillin G"), "active", "allergy", "medication", criticality, ["Anaphylaxis"], "confirmed");

    public ConditionContent Problem(string status = "active") => new(Now.AddYears(-2), Text("Asthma"), status, "confirmed", null, null);

    public Task<Guid?> AddNoteAsync(Actor actor, PatientId patient, NoteContent content, Guid? id = null) =>
        portal.Get<AddNote>().ForAsync(actor, Purpose.Treatment, patient, new AddNoteInput(id ?? Guid.NewGuid(), content), default);

    public async Task<Guid> NoteInAsync(Actor actor, PatientId patient, string text = "Feels better.") => (await AddNoteAsync(actor, patient, Note(text)))!.Value;

    public Task<Correction> CorrectAsync(Actor actor, PatientId patient, Guid entry, int version, EntryContent? content, string reason = "A slip of the pen.") =>
        portal.Get<CorrectEntry>().ForAsync(
            actor, Purpose.Treatment, patient, new CorrectEntryInput(content?.Kind ?? EntryKind.Note, entry, version, content, content is null, reason), default);

    public async Task<RecordView> OpenAsync(Actor actor, PatientId patient) =>
        (await portal.Get<OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default))!;

    public Task<EntryHistoryView?> HistoryAsync(Actor actor, PatientId patient, Guid entry, EntryKind kind = EntryKind.Note) =>
        portal.Get<OpenEntryHistory>().ForAsync(actor, Purpose.Treatment, patient, kind, entry, default);

    /// <summary>What the audit log says of a patient, an action at a time.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(PatientId patient, params AuditAction[] actions)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Patients.Contains(patient) && actions.Contains(signed.Entry.Action) && signed.Entry.Role != Role.System)
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
