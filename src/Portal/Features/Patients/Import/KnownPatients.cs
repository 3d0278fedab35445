using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>The stored identity of those patients of a batch who are here already and have something new.</summary>
internal sealed class KnownPatients
{
    private readonly Dictionary<PatientId, Patient> patients = [];
    private readonly Dictionary<PatientId, PatientListRow> listed = [];

    public Patient? Find(PatientId id) => patients.GetValueOrDefault(id);

    public PatientListRow? FindListed(PatientId id) => listed.GetValueOrDefault(id);

    public static async Task<KnownPatients> LoadAsync(PortalDbContext db, BatchPlan plan, CancellationToken cancel)
    {
        var known = new KnownPatients();
        foreach (var chunk in plan.Changing.Where(id => !plan.Fresh.Contains(id)).Chunk(1000))
        {
            await db.Set<Patient>().Where(row => chunk.Contains(row.PatientId)).ForEachAsync(row => known.patients[row.PatientId] = row, cancel);
            await db.Set<PatientListRow>().Where(row => chunk.Contains(row.PatientId)).ForEachAsync(row => known.listed[row.PatientId] = row, cancel);
        }

        return known;
    }

    /// <summary>
    /// Takes out of the plan who is not the person that the portal knows under the same source id: two systems both have a <c>Patient/1</c>,
    /// and two people in one record are a danger to both. So are rows that were altered in the database.
    /// </summary>
    public void RefuseStrangers(BatchPlan plan, ImportRun run, PatientIndexes indexes)
    {
        foreach (var id in plan.Changing.Where(id => !plan.Fresh.Contains(id)).ToList())
        {
            if (Find(id) is not { SealBroken: false } patient || FindListed(id) is not { SealBroken: false })
            {
                plan.Refuse(id, run, "belongs to a patient whose stored identity is missing or was altered; have it looked into first");
            }
            else if (plan.Resources.Find(one => one.Patient == id && one is { Entry.Type: "Patient", Change: not null }) is { } given
                && PatientWriter.IsSomebodyElse(indexes, patient, PatientMapper.Map(given.Entry.Resource)))
            {
                plan.Refuse(id, run, "has the id of another person in the portal: neither record number, national id nor birth date is the same");
            }
        }
    }
}
