using Portal.Kernel.Notices;

namespace Portal.Features.Notices;

/// <summary>How mail is doing, for administrators: never an address.</summary>
/// <param name="IsOn">Whether this instance sends mail.</param>
/// <param name="Waiting">How many mails wait.</param>
/// <param name="WaitingSince">When the oldest of them was written.</param>
/// <param name="Troubled">Those that were tried and not taken: those given up first, the newest first in each, <see cref="ListMail.Most"/> at most.</param>
public sealed record MailView(bool IsOn, int Waiting, DateTimeOffset? WaitingSince, IReadOnlyList<MailItem> Troubled);

/// <summary>A mail that was not taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Whose account it is about.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="At">When it was written.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="NextAt">When it is tried next; <c>null</c> when it was given up.</param>
/// <param name="Problem">A code of our own.</param>
public sealed record MailItem(Guid Id, Guid Account, NoticeKind Kind, DateTimeOffset At, int Tries, DateTimeOffset? NextAt, string Problem);
