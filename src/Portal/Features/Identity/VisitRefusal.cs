namespace Portal.Features.Identity;

/// <summary>Why the host refused a request before it reached a page.</summary>
public enum VisitRefusal
{
    /// <summary>More than one sender may ask for in a time.</summary>
    RateLimit = 1,

    /// <summary>A circuit was asked for by a page of another site.</summary>
    ForeignOrigin = 2,
}
