using System.Globalization;
using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>The first step of a patient with a code of the desk: code and birth date together. It uses nothing up; choosing a password does.</summary>
[OpenToAll("whoever holds the code is nobody yet")]
public sealed class ProveDeskCode
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly DeskCodes codes;
    private readonly DeskAudit audit;

    internal ProveDeskCode(PortalDatabase database, DeskCodes codes, DeskAudit audit)
    {
        this.database = database;
        this.codes = codes;
        this.audit = audit;
    }

    /// <summary>
    /// A token to go on with for half an hour; <c>null</c> when it is refused. Wrong code, wrong birth date, used, expired, too many tries: the answer and the work are
    /// the same (ASVS 6.3.8), and the audit log knows which it was.
    /// </summary>
    /// <param name="actor">Nobody, from where the form was sent.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="birth">The birth date, <c>yyyy-MM-dd</c>.</param>
    /// <param name="cancel">Gives up; a try that was counted stays counted.</param>
    public async Task<string?> ForAsync(Actor actor, string? code, string? birth, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var isWellFormed = (await Valid.ValidateAsync(new Input(code, birth), cancel)).IsValid;
        var typed = isWellFormed ? TypedCode.Read(code) : null;
        await using var db = database.Open();
        var row = await codes.FindAsync(db, typed ?? "", cancel);
        var refusal = codes.RefusalOf(row);
        var working = refusal is null ? row : null;
        var counted = await codes.CountAsync(working?.Id, typed ?? "", cancel);
        var isRight = Mac.Same(working?.BirthHash ?? new byte[32], codes.HashOf(working?.Id ?? Guid.Empty, DateOf(birth)));
        refusal ??= !counted ? "desk-code-dead" : !isRight ? "wrong-birth-date" : null;
        return refusal is null ? await ProveAsync(db, actor, row!, cancel) : await RefuseAsync(actor, row, refusal, cancel);
    }

    private async Task<string?> ProveAsync(PortalDbContext db, Actor actor, DeskCode row, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await codes.ProveAsync(db, row, cancel) is not { } token)
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, row, "desk-code-closed", cancel);
        }

        await audit.DoneAsync(db, actor, row.PatientId, row.AccountId, "desk-code-proven", cancel);
        await transaction.CommitAsync(cancel);
        return token;
    }

    private async Task<string?> RefuseAsync(Actor actor, DeskCode? row, string refusal, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, row, refusal, cancel);
        return null;
    }

    // What is no date is the first day there is: it is verified like any other, and right for nobody.
    private static DateOnly DateOf(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : DateOnly.MinValue;

    private sealed record Input(string? Code, string? Birth)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Code).Must(code => code?.Length is > 0 and <= 40).WithMessage("Type the code as it is printed.");
            RuleFor(input => input.Birth).Must(birth => birth?.Length is > 0 and <= 20).WithMessage("Give your birth date.");
        }
    }
}
