using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>Who treats a patient now, for those who do and for the desk.</summary>
[Needs(Permission.ReadClinical, Permission.ReadRegistration)]
public sealed class ListCareTeam
{
    private static readonly AccessRequest ByCarers = new(Permission.ReadClinical, AuditAction.Read, AuditResource.CareTeam, DataCategories.Identity);

    private static readonly AccessRequest ByDesk = new(Permission.ReadRegistration, AuditAction.Read, AuditResource.CareTeam, DataCategories.Identity);

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AccountNames names;
    private readonly TimeProvider clock;

    internal ListCareTeam(PortalDatabase database, Gate gate, AccountNames names, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.names = names;
        this.clock = clock;
    }

    /// <summary>The team first, then by who was tied last; <c>null</c> where there is no such patient or it may not be seen.</summary>
    public async Task<IReadOnlyList<CareTeamItem>?> ForAsync(Actor actor, Purpose purpose, PatientId patient, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var request = actor.Has(Permission.ReadRegistration) ? ByDesk : ByCarers;
        if (await gate.OpenAsync(actor, purpose, request, patient, cancel) is not { } access || !access.Opens(patient))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        var rows = await CareBook.HoldingAsync(db, patient, clock.GetUtcNow(), cancel);
        await using var open = database.Open();
        var known = await names.OfStaffAsync(open, [.. rows.Select(row => row.AccountId)], cancel);
        return
        [
            .. from row in rows
               orderby row.Source, row.Start descending
               select new CareTeamItem(row.AccountId, known.GetValueOrDefault(row.AccountId), row.Source, row.Start, row.End),
        ];
    }
}
