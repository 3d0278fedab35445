using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Who has acknowledged the version in force, and who has not: the people whom it concerns now. Names are for who may see accounts; an auditor gets ids.</summary>
[Needs(Permission.ReadAcknowledgements)]
public sealed class ListAcknowledgements
{
    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyAudience audience;
    private readonly SignedPolicies signed;
    private readonly AccountNames names;

    internal ListAcknowledgements(PortalDatabase database, PolicyDoor door, PolicyAudience audience, SignedPolicies signed, AccountNames names)
    {
        (this.database, this.door) = (database, door);
        (this.audience, this.signed, this.names) = (audience, signed, names);
    }

    /// <summary>The list.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see it; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind.</exception>
    public async Task<AcknowledgementList> ForAsync(Actor actor, PolicyKind kind, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Search, "policy-acknowledgements");
        await door.PassAsync(actor.Has(Permission.ReadAcknowledgements), entry, cancel);
        await PolicyKindRules.Valid.ValidateAndThrowAsync(new PolicyKindRules.Input(kind), cancel);
        await using var db = database.Open();
        if ((await PolicyBook.VersionsAsync(db, kind, cancel)).FirstOrDefault() is not { } version)
        {
            return new AcknowledgementList(null, []);
        }

        await door.DoneAsync(entry with { ResourceId = version.Id }, cancel);
        return new AcknowledgementList((await signed.OfAsync(db, [version], cancel))[0], await PeopleAsync(db, actor, version, cancel));
    }

    private async Task<IReadOnlyList<AcknowledgingPerson>> PeopleAsync(PortalDbContext db, Actor actor, PolicyVersion version, CancellationToken cancel)
    {
        var concerned = await PolicyAudience.ConcernedAsync(db, version.Kind, cancel);
        var said = await audience.AcknowledgedAsync(db, version, cancel);
        var known = actor.SeesNames ? await names.OfStaffAsync(db, [.. concerned.Keys], cancel) : new Dictionary<AccountId, string>();
        return
        [
            .. concerned.Select(one => new AcknowledgingPerson(
                    one.Key, known.GetValueOrDefault(one.Key), one.Value, said.TryGetValue(one.Key, out var at) ? at : null, one.Key == version.SignedBy))
                .OrderBy(person => person.At is not null).ThenBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(person => person.Account.Value),
        ];
    }
}
