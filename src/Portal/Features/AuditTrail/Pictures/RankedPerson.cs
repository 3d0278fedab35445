using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>A person with what the log counts of them.</summary>
/// <param name="Person">Who; nobody for a job, or before somebody is known.</param>
/// <param name="Name">The name of a colleague, for who may see accounts.</param>
/// <param name="Job">The job's name for the system's own entries.</param>
/// <param name="Role">The role acted in last.</param>
/// <param name="Opened">Records opened, printed or exported.</param>
/// <param name="Listed">Lists and searches.</param>
/// <param name="Other">Whatever else.</param>
/// <param name="Last">When the last one was.</param>
public sealed record RankedPerson(AccountId? Person, string? Name, string? Job, Role Role, long Opened, long Listed, long Other, DateTimeOffset Last)
{
    /// <summary>All of them.</summary>
    public long All => Opened + Listed + Other;

    /// <inheritdoc/>
    public override string ToString() => "RankedPerson";
}

/// <summary>Names those whom the viewer may see by name; patients are named to nobody.</summary>
internal sealed class Ranked(AuditItems items)
{
    public async Task<IReadOnlyList<RankedPerson>> OfAsync(Actor viewer, IReadOnlyList<PersonCount> rows, CancellationToken cancel)
    {
        var names = await items.NamesAsync(viewer, [.. rows.Where(row => row.Role != Role.Patient).Select(row => row.Person).OfType<AccountId>().Distinct()], cancel);
        return
        [
            .. rows.Select(row => new RankedPerson(
                row.Person, row.Person is { } id && row.Role != Role.Patient ? names.GetValueOrDefault(id) : null, row.Job, row.Role, row.Opened, row.Listed, row.Other, row.Last)),
        ];
    }
}
