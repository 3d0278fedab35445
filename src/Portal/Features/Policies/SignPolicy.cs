using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>How signing ended.</summary>
public enum SignResult
{
    /// <summary>There is no draft.</summary>
    NoDraft = 0,

    /// <summary>It is signed and in force; those whom it concerns are told.</summary>
    Signed = 1,

    /// <summary>The draft is not what the signer read any more.</summary>
    Changed = 2,

    /// <summary>The text has places that the house has still to fill in.</summary>
    HasBlanks = 3,
}

/// <summary>
/// An accountable person signs the draft of a policy, which is in force from then on (45 CFR 164.316(a), (b)(1)). What is signed is what was read: the signer names its
/// digest. A signed version never changes; the next one supersedes it.
/// </summary>
[Needs(Permission.SignPolicies)]
[NeedsFreshFactor]
public sealed class SignPolicy
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyBook book;
    private readonly FreshFactor fresh;
    private readonly TimeProvider clock;

    internal SignPolicy(PortalDatabase database, PolicyDoor door, PolicyBook book, FreshFactor fresh, TimeProvider clock)
    {
        (this.database, this.door) = (database, door);
        (this.book, this.fresh, this.clock) = (book, fresh, clock);
    }

    /// <summary>Signs the draft.</summary>
    /// <param name="actor">Who signs.</param>
    /// <param name="kind">Which policy.</param>
    /// <param name="digest">The digest of the text that was read (<see cref="DraftView.Digest"/>).</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not sign policies; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">There is no such kind, or the digest is none.</exception>
    public async Task<SignResult> ForAsync(Actor actor, PolicyKind kind, string digest, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(digest);
        var entry = door.EntryOf(actor, AuditAction.Create, "policy-signed");
        await door.PassAsync(actor.Has(Permission.SignPolicies), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(kind, digest), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<PolicyDraft>().SingleOrDefaultAsync(one => one.Kind == kind, cancel) is not { } draft)
        {
            return SignResult.NoDraft;
        }

        if (Refusal(draft, digest) is { } refusal)
        {
            return refusal;
        }

        var last = await db.Set<PolicyVersion>().Where(version => version.Kind == kind).MaxAsync(version => (int?)version.Number, cancel) ?? 0;
        var signed = book.Sign(draft, last + 1, (actor.Account!.Value, clock.GetUtcNow()));
        await door.DoneAsync(db, entry with { ResourceId = signed.Id }, cancel);
        db.Add(signed);
        db.Remove(draft);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return SignResult.Changed;
        }

        await transaction.CommitAsync(cancel);
        return SignResult.Signed;
    }

    private SignResult? Refusal(PolicyDraft draft, string digest) =>
        book.WrittenIn(draft) is not { } written || Convert.ToHexStringLower(PolicyBook.DigestOf(book.Whole(draft.Kind, written))) != digest ? SignResult.Changed
        : PolicyText.Blanks(written) > 0 ? SignResult.HasBlanks
        : null;

    private sealed record Input(PolicyKind Kind, string Digest);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Kind).IsInEnum();
            RuleFor(input => input.Digest).Matches("^[0-9a-f]{64}$");
        }
    }
}
