using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>A review in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Scope">Whose access.</param>
/// <param name="Role">The role, where it is one role's.</param>
/// <param name="Department">The department, where it is one department's.</param>
/// <param name="State">How far it has come.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="LastDay">The last day on which reviewers decide, UTC.</param>
/// <param name="SignedAt">When it was signed, UTC.</param>
/// <param name="All">How many lines the viewer sees.</param>
/// <param name="Open">How many of them nobody has decided.</param>
/// <param name="Own">How many of these wait for the viewer.</param>
/// <param name="IsAltered">The row is not as the portal wrote it.</param>
public sealed record ReviewItem(
    Guid Id, ReviewScope Scope, Role Role, string? Department, ReviewState State, DateTimeOffset StartedAt, DateOnly LastDay, DateTimeOffset? SignedAt, int All, int Open, int Own,
    bool IsAltered);

/// <summary>Reviews, the newest first.</summary>
/// <param name="Page">A page of them.</param>
/// <param name="Next">When the next one begins by itself; nothing for who does not run reviews.</param>
/// <param name="Departments">The departments there are, for who may begin one.</param>
public sealed record ReviewsFound(Page<ReviewItem> Page, DateTimeOffset? Next, IReadOnlyList<string> Departments);

/// <summary>Somebody named to the viewer.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">The name; nothing where there is none.</param>
public sealed record ReviewPerson(AccountId Id, string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ReviewPerson);
}

/// <summary>One line of a review. Counts alone: nothing of a patient.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">Whose access.</param>
/// <param name="Role">The role held when the review began.</param>
/// <param name="Department">The department by the staff directory.</param>
/// <param name="GivenBy">Who gave the role; nothing where it is not known.</param>
/// <param name="GivenAt">When, UTC.</param>
/// <param name="LastSignIn">The last sign-in, UTC.</param>
/// <param name="Opened">Records opened since the last review; nothing where they were not counted.</param>
/// <param name="Glass">Emergency accesses since the last review; nothing where they were not counted.</param>
/// <param name="Findings">Open findings about the person.</param>
/// <param name="Marks">What is unusual.</param>
/// <param name="Reviewer">Who decides.</param>
/// <param name="DelegatedBy">Who handed it over.</param>
/// <param name="DelegationNote">What they wrote.</param>
/// <param name="State">What became of it.</param>
/// <param name="NewRole">The role left where access was reduced.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When, UTC.</param>
/// <param name="Comment">What they wrote.</param>
/// <param name="MayDecide">Whether the viewer can decide now.</param>
/// <param name="IsAltered">The row is not as the portal wrote it: nothing can be decided on it.</param>
public sealed record ReviewLine(
    Guid Id, ReviewPerson Person, Role Role, string? Department, ReviewPerson? GivenBy, DateTimeOffset? GivenAt, DateTimeOffset? LastSignIn, int? Opened, int? Glass, int Findings,
    LineMarks Marks, ReviewPerson? Reviewer, ReviewPerson? DelegatedBy, string? DelegationNote, LineState State, Role NewRole, ReviewPerson? DecidedBy, DateTimeOffset? DecidedAt,
    string? Comment, bool MayDecide, bool IsAltered)
{
    /// <summary>Whether nobody has decided.</summary>
    public bool IsOpen => State is LineState.Waiting or LineState.Escalated;

    /// <summary>Whether it can be kept together with others, without a word.</summary>
    public bool IsHarmless => Marks == LineMarks.None;

    /// <inheritdoc/>
    public override string ToString() => nameof(ReviewLine);
}

/// <summary>One review.</summary>
/// <param name="Item">As in the list.</param>
/// <param name="Since">From when on reads and emergency accesses are counted, UTC.</param>
/// <param name="StartedBy">Who began it; nothing for the portal itself.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="SignedBy">Who signed it.</param>
/// <param name="SignEntry">The audit entry of the signature.</param>
/// <param name="Hash">SHA-256 of the signed file, in hex.</param>
/// <param name="Lines">A page of lines, by name.</param>
/// <param name="States">How many lines are in which state, of all that the viewer sees.</param>
/// <param name="SeesAll">Whether the viewer sees everybody's lines.</param>
/// <param name="MayRun">Whether the viewer runs reviews.</param>
public sealed record ReviewView(
    ReviewItem Item, DateTimeOffset Since, ReviewPerson? StartedBy, DateTimeOffset? EndedAt, ReviewPerson? SignedBy, Guid? SignEntry, string? Hash, Page<ReviewLine> Lines,
    IReadOnlyDictionary<LineState, int> States, bool SeesAll, bool MayRun)
{
    /// <summary>Whether it can be signed: its time is over, or everything is decided.</summary>
    public bool CanSign => MayRun && Item is { IsAltered: false } && (Item.State == ReviewState.Ended || (Item.State == ReviewState.Running && Item.Open == 0));

    /// <inheritdoc/>
    public override string ToString() => nameof(ReviewView);
}

/// <summary>How many decisions wait for the viewer, and how many of them end within a week.</summary>
/// <param name="Open">How many wait.</param>
/// <param name="Soon">How many end within a week, or are over their time.</param>
public sealed record ReviewCounts(int Open, int Soon);
