using Portal.Kernel;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>One of a person's own sessions, as that person is shown it.</summary>
/// <param name="Session">Its public id.</param>
/// <param name="Browser">The browser's name; <c>null</c> when it is not known.</param>
/// <param name="System">The device or its system; <c>null</c> when it is not known.</param>
/// <param name="Place">The named place of its address; <c>null</c> for one outside.</param>
/// <param name="FirstSeen">When it began.</param>
/// <param name="LastSeen">When something was last done in it, to the minute.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SessionItem(
    SessionId Session, string? Browser, string? System, string? Place, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, bool IsThis);
