using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Features.Notices;

/// <summary>A notice as its person is shown it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What happened; the page has the words.</param>
/// <param name="At">When.</param>
/// <param name="IsRead">Whether it was read.</param>
/// <param name="Detail">What helps to judge it, such as browser and place.</param>
/// <param name="About">What it leads to, for a kind that leads to something.</param>
public sealed record NoticeItem(Guid Id, NoticeKind Kind, DateTimeOffset At, bool IsRead, Revealed<string> Detail, Guid? About = null);
