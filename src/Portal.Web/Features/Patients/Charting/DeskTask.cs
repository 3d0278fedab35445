using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>What is open at the desk.</summary>
public enum DeskMode
{
    /// <summary>A new entry.</summary>
    Add = 1,

    /// <summary>A correction.</summary>
    Correct = 2,

    /// <summary>The history of an entry.</summary>
    History = 3,
}

/// <summary>An entry of the record as it was read.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Title">What it is, for headings.</param>
/// <param name="Content">What it said; <c>null</c> where it cannot be read, so that it cannot be corrected either.</param>
/// <param name="IsInError">Whether it is marked as entered in error.</param>
public sealed record ChartedEntry(EntryKind Kind, Guid Id, int Version, string? Title, EntryContent? Content, bool IsInError);

/// <summary>One thing that is open at the desk.</summary>
/// <param name="Mode">Adding, correcting or reading the history.</param>
/// <param name="Kind">The kind of entry.</param>
/// <param name="Entry">The entry, unless one is added.</param>
/// <param name="Draft">What is typed, unless the history is read.</param>
public sealed record DeskTask(DeskMode Mode, EntryKind Kind, ChartedEntry? Entry, EntryDraft? Draft);
