using Portal.Features.Patients.Charting.Content;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Charting;

/// <summary>The changes of an entry by hand, newest first. What imports brought is kept as source and is not part of it.</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="Version">The version that it has now.</param>
/// <param name="IsCharted">Whether it was written here; else an import brought it.</param>
/// <param name="Completeness">Whether all changes are there.</param>
/// <param name="Changes">The changes; empty where nobody changed an imported entry.</param>
public sealed record EntryHistoryView(
    EntryKind Kind, Guid EntryId, int Version, bool IsCharted, HistoryCompleteness Completeness, IReadOnlyList<EntryChangeView> Changes);

/// <summary>Whether an entry's history can be relied on.</summary>
public enum HistoryCompleteness
{
    /// <summary>Each change is there and as it was written.</summary>
    Complete = 1,

    /// <summary>A change is missing, or one or the entry itself was altered behind the portal's back.</summary>
    Damaged = 2,
}

/// <summary>One change. <see cref="EntryDifference"/> says which fields differ.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="ChangedAt">When, UTC.</param>
/// <param name="Author">Who; <c>null</c> where the account is gone or the change was altered.</param>
/// <param name="Reason">Why; missing where the entry was written new.</param>
/// <param name="Before">What it said before; missing where it was written new.</param>
/// <param name="After">What it said after.</param>
/// <param name="IsInError">Whether it was marked as entered in error from then on.</param>
public sealed record EntryChangeView(
    int Version,
    DateTimeOffset ChangedAt,
    string? Author,
    Revealed<string> Reason,
    Revealed<EntryContent> Before,
    Revealed<EntryContent> After,
    bool IsInError);
