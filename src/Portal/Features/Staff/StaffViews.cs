using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Staff;

/// <summary>Whether somebody works here.</summary>
public enum Employment
{
    /// <summary>They work here today.</summary>
    Here = 1,

    /// <summary>The first day is to come.</summary>
    Coming = 2,

    /// <summary>The last day is over.</summary>
    Ended = 3,
}

/// <summary>What is asked of the directory.</summary>
public sealed record StaffQuery
{
    /// <summary>Beginnings of words of the name, or a whole staff or licence number.</summary>
    public string? Text { get; init; }

    /// <summary>A department.</summary>
    public string? Department { get; init; }

    /// <summary>A team of the department.</summary>
    public string? Team { get; init; }

    /// <summary>Whether they work here; nothing asks for all.</summary>
    public Employment? Employment { get; init; }

    /// <summary>Only those without an account.</summary>
    public bool IsWithoutAccount { get; init; }

    /// <summary>The cursor of the page before.</summary>
    public string? Cursor { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(StaffQuery);
}

/// <summary>A person in the list.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Name">The name.</param>
/// <param name="Profession">The profession.</param>
/// <param name="Department">The department.</param>
/// <param name="Team">The team.</param>
/// <param name="Manager">The manager's name.</param>
/// <param name="Accounts">How many accounts are linked.</param>
/// <param name="Employment">Whether they work here.</param>
/// <param name="EmployedTo">The last day.</param>
/// <param name="IsDamaged">The row is not as the portal wrote it.</param>
public sealed record DirectoryItem(
    Guid Id, string Name, string? Profession, string Department, string? Team, string? Manager, int Accounts, Employment Employment, DateOnly? EmployedTo, bool IsDamaged)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DirectoryItem);
}

/// <summary>A department and its teams.</summary>
/// <param name="Department">The department.</param>
/// <param name="Teams">Its teams, by name.</param>
public sealed record StaffUnit(string Department, IReadOnlyList<string> Teams);

/// <summary>A page of the directory.</summary>
/// <param name="Page">The people, by name.</param>
/// <param name="Found">How many fit.</param>
/// <param name="All">How many there are at all.</param>
/// <param name="Units">All departments, by name.</param>
public sealed record StaffFound(Page<DirectoryItem> Page, int Found, int All, IReadOnlyList<StaffUnit> Units);

/// <summary>A linked account.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="IsOpen">Whether it is not disabled.</param>
/// <param name="LinkedAt">Since when it is linked, UTC.</param>
/// <param name="IsDamaged">The link is not as the portal wrote it, and counts for nothing.</param>
public sealed record StaffAccountItem(AccountId Id, string? Name, Role Role, bool IsOpen, DateTimeOffset LinkedAt, bool IsDamaged)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StaffAccountItem);
}

/// <summary>Another person of the directory.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Name">The name.</param>
public sealed record StaffPerson(Guid Id, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StaffPerson);
}

/// <summary>One person of the directory.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Version">The version shown; a change says which one it was made from.</param>
/// <param name="Person">What the directory says.</param>
/// <param name="Manager">The manager.</param>
/// <param name="Reports">Whose manager the person is, by name.</param>
/// <param name="Accounts">The linked accounts.</param>
/// <param name="Practitioner">The practitioner of imported records who this is, by an opaque key.</param>
/// <param name="Employment">Whether they work here.</param>
/// <param name="IsDamaged">The row is not as the portal wrote it.</param>
public sealed record StaffEntryView(
    Guid Id, int Version, StaffInput Person, StaffPerson? Manager, IReadOnlyList<StaffPerson> Reports, IReadOnlyList<StaffAccountItem> Accounts, Guid? Practitioner,
    Employment Employment, bool IsDamaged)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StaffEntryView);
}
