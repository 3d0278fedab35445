using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>When in the week a person works in the log, against the median of all who act in the same role (45 CFR 164.308(a)(1)(ii)(D)). The look is an entry.</summary>
[Needs(Permission.ReadAudit)]
public sealed class CompareHours
{
    private const int Cells = 7 * 24;

    // Longer says no more about a week, and each hour is an edge to be counted between.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLook look;
    private readonly AuditItems items;

    internal CompareHours(PortalDatabase database, AuditLook look, AuditItems items)
    {
        this.database = database;
        this.look = look;
        this.items = items;
    }

    /// <summary>Compares the person of a query, in the role acted in most; the query's times count, 92 days at most, and its other filters do not.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="query">Names the person.</param>
    /// <param name="zone">The clock by which hours are cut.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The query names no person, or says something that cannot be.</exception>
    /// <exception cref="AuditUnavailableException">The look could not be written down: nothing is shown.</exception>
    /// <exception cref="TimeoutException">It took too long; ask for a shorter time.</exception>
    public async Task<HoursCompared> ForAsync(Actor actor, AuditQuery query, TimeZoneInfo zone, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var now = await look.WriteAsync(actor, query, "hours", cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        var times = AuditLook.TimesOf(query, now, Longest);
        var person = query.Person!.Value;
        var cut = ClockTimes.Cells(times.From, times.To, zone);
        var own = await database.AuditCounts.HoursAsync(person, cut, cancel);
        var name = await items.NameAsync(actor, person, cancel);
        if (own.GroupBy(one => one.Role).MaxBy(group => group.Sum(one => one.Count)) is not { Key: var role } mine)
        {
            return new HoursCompared(null, 0, [], times, name);
        }

        var (people, usual) = await database.AuditCounts.UsualAsync(role, cut, cancel);
        var medians = usual.ToLookup(one => one.Cell);
        var cells = mine.ToDictionary(one => one.Cell);
        return new HoursCompared(
            role, people, [.. Enumerable.Range(0, Cells).Select(cell => CellOf(cell, cells.GetValueOrDefault(cell), Median([.. medians[cell]], people)))], times,
            role == Role.Patient ? null : name);
    }

    /// <summary>The median of what people of a role have in a cell; who has nothing there counts as none.</summary>
    internal static double Median(IReadOnlyCollection<RoleCell> cell, long people)
    {
        var sorted = cell.Append(new RoleCell(0, 0, Math.Max(0, people - cell.Sum(one => one.People)))).OrderBy(one => one.Count).ToList();
        return people == 0 ? 0 : (At((people - 1) / 2) + At(people / 2)) / 2.0;

        long At(long place)
        {
            foreach (var (_, count, many) in sorted)
            {
                if ((place -= many) < 0)
                {
                    return count;
                }
            }

            return sorted[^1].Count;
        }
    }

    private static HourCell CellOf(int cell, PersonCell? own, double usual) => new((DayOfWeek)(((cell / 24) + 1) % 7), cell % 24, own?.Count ?? 0, usual, own?.Last);

    private sealed class Rules : AuditQueryRules
    {
        public Rules() => RuleFor(query => query.Person).NotNull().WithMessage("Choose a person.");
    }
}

/// <summary>A person's week beside that of the role.</summary>
/// <param name="Role">The role acted in most; <c>null</c> where there is no entry.</param>
/// <param name="People">How many people acted in it.</param>
/// <param name="Cells">24 hours of each day, from Monday on; empty where there is no entry.</param>
/// <param name="Times">The times compared.</param>
/// <param name="Name">The person's name, for who may see accounts; never a patient's.</param>
public sealed record HoursCompared(Role? Role, long People, IReadOnlyList<HourCell> Cells, PictureTimes Times, string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => "HoursCompared";
}

/// <summary>One hour of one day of the week.</summary>
/// <param name="Day">The day.</param>
/// <param name="Hour">The hour, from 0 to 23.</param>
/// <param name="Count">The person's entries.</param>
/// <param name="Usual">The median of the role.</param>
/// <param name="Last">When the person's last entry there was.</param>
public sealed record HourCell(DayOfWeek Day, int Hour, long Count, double Usual, DateTimeOffset? Last)
{
    // A few entries more or less say nothing.
    private const int Few = 3;

    /// <summary>How it stands to the usual: 1 for far more (twice as much), −1 for far less (half), 0 otherwise.</summary>
    public int Difference => Count >= Few && Count >= 2 * Usual && Count - Usual >= Few ? 1 : Usual >= Few && Count * 2 <= Usual ? -1 : 0;
}
