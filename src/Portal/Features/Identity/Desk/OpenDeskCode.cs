using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>Looks at what whoever gave code and birth date may do.</summary>
[OpenToAll("whoever holds the code is nobody yet")]
public sealed class OpenDeskCode
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly DeskCodes codes;
    private readonly DeskAudit audit;
    private readonly KeyRing keys;

    internal OpenDeskCode(PortalDatabase database, DeskCodes codes, DeskAudit audit, KeyRing keys)
    {
        this.database = database;
        this.codes = codes;
        this.audit = audit;
        this.keys = keys;
    }

    /// <summary>What the token is for; <c>null</c>, and an entry that says why, when it opens nothing.</summary>
    public async Task<DeskCodeView?> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await Valid.ValidateAsync(new Input(token), cancel);
        await using var db = database.Open();
        var row = valid.IsValid ? await DeskCodes.ByProofAsync(db, token!, cancel) : null;
        if (codes.RefusalOfProof(row) is { } refusal)
        {
            await audit.RefusedAsync(actor, row, refusal, cancel);
            return null;
        }

        if (row!.Kind == DeskCodeKind.Activation)
        {
            return new DeskCodeView(row.Kind, null);
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == row.AccountId && a.DisabledAt == null, cancel);
        if (account?.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault is { } email)
        {
            return new DeskCodeView(row.Kind, email);
        }

        await audit.RefusedAsync(actor, row, "account-closed", cancel);
        return null;
    }

    private sealed record Input(string? Token)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Give code and birth date again.");
    }
}
