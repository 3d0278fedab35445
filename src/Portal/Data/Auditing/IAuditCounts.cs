using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>How a database counts audit entries for the pictures of the log: of a stretch of time, with the filters of the search.</summary>
internal interface IAuditCounts
{
    /// <summary>Entries by stretch of time and outcome.</summary>
    /// <param name="filter">What they must be.</param>
    /// <param name="edges">Where each stretch begins, and last where the last one ends.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="TimeoutException">The statement took longer than a person waits.</exception>
    Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(AuditFilter filter, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancel);

    /// <summary>A person's entries by role and cell.</summary>
    Task<IReadOnlyList<PersonCell>> HoursAsync(AccountId person, CellTimes times, CancellationToken cancel);

    /// <summary>How many people of a role have how many entries in a cell, and how many people there are at all.</summary>
    Task<(long People, IReadOnlyList<RoleCell> Cells)> UsualAsync(Role role, CellTimes times, CancellationToken cancel);

    /// <summary>Who is in the entries, those with most first.</summary>
    Task<IReadOnlyList<PersonCount>> PeopleAsync(AuditFilter filter, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancel);

    /// <summary>Entries by person, and by the network that they came from.</summary>
    Task<(IReadOnlyList<PersonCount> People, IReadOnlyList<NetworkCount> Networks)> SourcesAsync(AuditFilter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}

/// <summary>Entries of one stretch of time with one outcome.</summary>
internal sealed record OutcomeCount(int Stretch, AuditOutcome Outcome, long Count);

/// <summary>Hours of a stretch of time: where each begins, at last where the last ends, and which cell of the week each lies in.</summary>
internal sealed record CellTimes(IReadOnlyList<DateTimeOffset> Edges, short[] Cells);

/// <summary>A person's entries in one cell of the week, and when the last of them was.</summary>
internal sealed record PersonCell(Role Role, int Cell, long Count, DateTimeOffset Last);

/// <summary>So many people have so many entries in one cell of the week.</summary>
internal sealed record RoleCell(int Cell, long Count, long People);

/// <summary>A person's entries: records opened, lists, and whatever else; the last of them was then and in that role.</summary>
internal sealed record PersonCount(AccountId? Person, string? Job, Role Role, long Opened, long Listed, long Other, DateTimeOffset Last);

/// <summary>Entries that came from one network; without one from this machine.</summary>
internal sealed record NetworkCount(string? Network, long Count, DateTimeOffset Last);
