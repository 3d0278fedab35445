using System.Globalization;
using FluentValidation;
using Portal.Data.Auditing.Proof;

namespace Portal.Features.AuditTrail;

/// <summary>How much of the log is verified.</summary>
public enum VerifyScope
{
    /// <summary>The whole log.</summary>
    All = 1,

    /// <summary>What came since the last verification that found nothing; its cost grows with that alone.</summary>
    New = 2,

    /// <summary>The entries of a range of time.</summary>
    Range = 3,

    /// <summary>One entry.</summary>
    Entry = 4,

    /// <summary>Sealed entries by their places in the log.</summary>
    Positions = 5,
}

/// <summary>What to verify, and against which checkpoints beyond those of the database.</summary>
/// <param name="Scope">How much.</param>
public sealed record VerifyRequest(VerifyScope Scope)
{
    /// <summary>The whole log.</summary>
    public static VerifyRequest All { get; } = new(VerifyScope.All);

    /// <summary>The beginning of a range (inclusive), by the entries' own time; <c>null</c> for the first entry.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of a range (exclusive); <c>null</c> for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The id of the one entry.</summary>
    public Guid? Entry { get; init; }

    /// <summary>The place of the first sealed entry, from 1.</summary>
    public long? First { get; init; }

    /// <summary>The place of the last sealed entry, which belongs to the range.</summary>
    public long? Last { get; init; }

    /// <summary>Checkpoints that were kept outside, one a line, as they were delivered there.</summary>
    public IReadOnlyList<string> Checkpoints { get; init; } = [];

    /// <summary>The part as it is kept with the outcome; <c>null</c> for all and for what is new.</summary>
    internal string? Part => Scope switch
    {
        VerifyScope.Range => $"{Text(From)}/{Text(To)}",
        VerifyScope.Positions => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}"),
        VerifyScope.Entry => Entry.ToString(),
        _ => null,
    };

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}

internal sealed class VerifyRequestRules : AbstractValidator<VerifyRequest>
{
    public VerifyRequestRules()
    {
        RuleFor(r => r.Scope).IsInEnum();
        RuleFor(r => r.Entry).NotEmpty().When(r => r.Scope is VerifyScope.Entry).WithMessage("Name the entry by its id.");
        RuleFor(r => r.From).Must((r, from) => from is null || r.To is null || from < r.To).WithMessage("The range must begin before it ends.");
        RuleFor(r => r.To).Null().When(r => r.Scope is not VerifyScope.Range).WithMessage("A time belongs to a range.");
        RuleFor(r => r.First).NotNull().GreaterThan(0).When(r => r.Scope is VerifyScope.Positions).WithMessage("Positions are counted from 1.");
        RuleFor(r => r.Last).NotNull().GreaterThanOrEqualTo(r => r.First).When(r => r.Scope is VerifyScope.Positions).WithMessage("The last position must not come before the first.");
        // A line that was cut off is no reason to leave the others aside.
        RuleFor(r => r.Checkpoints).Must(lines => lines.Count == 0 || lines.Any(line => CheckpointLine.Parse(line) is { Checkpoint.Size: > 0, Signature.Length: > 0 })).WithMessage("The file holds no checkpoints.");
    }
}
