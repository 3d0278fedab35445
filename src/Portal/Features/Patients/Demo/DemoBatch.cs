using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Demo.Charts;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Features.Patients.Demo;

/// <summary>Collects and writes the rows of the patients of one transaction.</summary>
internal sealed class DemoBatch(Access access, PatientIndexes indexes, IReadOnlyList<DemoClinician> clinicians, DateTimeOffset now)
{
    private readonly ImportRows rows = new();
    private readonly List<NameToken> tokens = [];
    private readonly PatientWriter people = new(access, indexes, now);

    /// <summary>Who came into whose care.</summary>
    public Dictionary<AccountId, List<PatientId>> Care { get; } = [];

    public void Add(PatientId id, DemoPerson person)
    {
        var patient = new Patient { Id = id.Value, PatientId = id };
        var listed = new PatientListRow { Id = id.Value, PatientId = id };
        people.Fill(patient, listed, person.Identity);
        rows.Add(patient);
        rows.Add(listed);
        tokens.AddRange(people.Tokens(id, person.Identity));
        DemoChart.Write(new ChartWriter(access, rows, id), person, DemoCare.NameFor(person.Number, clinicians));
        foreach (var clinician in DemoCare.Of(person.Number, clinicians))
        {
            rows.Add(new CareRelationship
            {
                Id = Guid.CreateVersion7(now), PatientId = id, AccountId = clinician.Account, Source = CareSource.Assigned, Start = now,
            });
            (Care.TryGetValue(clinician.Account, out var theirs) ? theirs : Care[clinician.Account] = []).Add(id);
        }
    }

    public async Task WriteAsync(PortalDbContext db, IBulkWriter bulk, CancellationToken cancel)
    {
        await rows.WriteAsync(db, bulk, cancel);
        await bulk.InsertAsync(db, tokens, cancel);
    }
}
