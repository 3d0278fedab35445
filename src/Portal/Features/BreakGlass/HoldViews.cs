using FluentValidation;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass;

/// <summary>A part of all safety holds.</summary>
public enum HoldPart
{
    /// <summary>Those in force, the newest first.</summary>
    InForce = 1,

    /// <summary>Those that are over, the newest first.</summary>
    Over = 2,
}

/// <summary>A safety hold as officers see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Patient">Who is not told, as the opaque token.</param>
/// <param name="Author">Who set it.</param>
/// <param name="Name">That person's name; <c>null</c> where the viewer may not see it.</param>
/// <param name="Start">From when, UTC.</param>
/// <param name="Until">Until when it was set, UTC.</param>
/// <param name="EndedAt">When somebody ended it before; <c>null</c> where nobody did.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsInForce">Whether it holds notices back now.</param>
/// <param name="IsAltered">Whether the row is not as the portal wrote it: it holds to its time, and cannot be ended before.</param>
public sealed record HoldItem(
    Guid Id, PatientId Patient, AccountId Author, string? Name, DateTimeOffset Start, DateTimeOffset Until, DateTimeOffset? EndedAt, Revealed<string> Reason, bool IsInForce, bool IsAltered)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(HoldItem);
}

/// <summary>What is asked of the list of safety holds.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Cursor">Where the page begins; <c>null</c> for the first.</param>
public sealed record HoldQuery(HoldPart Part = HoldPart.InForce, string? Cursor = null);

internal sealed class HoldQueryRules : AbstractValidator<HoldQuery>
{
    public HoldQueryRules()
    {
        RuleFor(query => query.Part).IsInEnum();
        RuleFor(query => query.Cursor).IsACursor();
    }
}

/// <summary>Which holds keep notices back, said once.</summary>
internal static class Holds
{
    public static IQueryable<SafetyHold> InForce(this IQueryable<SafetyHold> holds, DateTimeOffset now) =>
        holds.Where(row => row.EndedAt == null && row.Start <= now && row.Until > now);

    public static IQueryable<SafetyHold> Over(this IQueryable<SafetyHold> holds, DateTimeOffset now) => holds.Where(row => row.EndedAt != null || row.Until <= now);
}
