using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import.Mapping;
using Portal.Kernel;

namespace Portal.Features.Patients.Import.Source;

/// <summary>What the last import said of patients, read again from the resources it kept; nothing of those who came in another way or whose resource cannot be read.</summary>
internal sealed class PatientSources
{
    private readonly Dictionary<PatientId, MappedPatient> mapped = [];

    public MappedPatient? Find(PatientId patient) => mapped.GetValueOrDefault(patient);

    public static async Task<PatientSources> LoadAsync(PortalDbContext db, Access access, PatientId[] patients, CancellationToken cancel)
    {
        var rows = await db.Set<SourceResource>().AsNoTracking()
            .Where(row => row.ResourceType == "Patient" && patients.Contains(row.PatientId))
            .OrderBy(row => row.ImportedAt).ThenBy(row => row.Revision).ToListAsync(cancel);
        var found = new PatientSources();
        foreach (var row in rows.GroupBy(row => row.PatientId).Select(group => group.Last()))
        {
            if (access.Reveal(row, row.Body).ValueOrDefault is { } body && Read(body) is { } patient)
            {
                found.mapped[row.PatientId] = patient;
            }
        }

        return found;
    }

    private static MappedPatient? Read(byte[] packed)
    {
        try
        {
            using var document = JsonDocument.Parse(SourceBody.Unpack(packed).Json, new JsonDocumentOptions { MaxDepth = 128 });
            return PatientMapper.Map(document.RootElement);
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
