using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Crash;

/// <summary>One patient in the care of one clinician, in an instance of its own.</summary>
internal sealed record CrashScene(string Folder, PatientId Patient, AccountId Clinician)
{
    public string[] Words => [CrashVictim.Verb, Folder, $"{Patient}", $"{Clinician}"];

    public static CrashScene Parse(string[] words) => new(words[1], new(Guid.Parse(words[2])), new(Guid.Parse(words[3])));

    public static async Task<CrashScene> SetAsync(DataFolder folder)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        var scene = new CrashScene(folder.Root, PatientId.New(), AccountId.New());
        var entry = portal.Entry(AuditAction.Create, scene.Patient);
        await portal.WriteAsync(entry, fresh: true, access => scene.Person(access));
        return scene;
    }

    private IEnumerable<object> Person(Access access)
    {
        var name = new PersonName("Crash", "Test");
        yield return new Patient { Id = Patient.Value, PatientId = Patient, Name = access.Protect(Patient, name) };
        yield return new PatientListRow { Id = Patient.Value, PatientId = Patient, Name = access.Protect(Patient, name) };
        yield return new CareRelationship { Id = Guid.NewGuid(), PatientId = Patient, AccountId = Clinician, Source = CareSource.Assigned, Start = DateTimeOffset.UnixEpoch };
    }
}
