using Portal.Features.AuditTrail;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What is to be verified, as it is chosen and typed.</summary>
public sealed class VerifyForm
{
    /// <summary>How much.</summary>
    public VerifyScope Scope { get; set; } = VerifyScope.All;

    /// <summary>The beginning of a range, on the viewer's clock.</summary>
    public DateTime? From { get; set; }

    /// <summary>The end of a range, on the viewer's clock.</summary>
    public DateTime? To { get; set; }

    /// <summary>The first position.</summary>
    public long? First { get; set; }

    /// <summary>The last position.</summary>
    public long? Last { get; set; }

    /// <summary>The id of one entry.</summary>
    public string? Entry { get; set; }

    /// <summary>What is asked for; <c>null</c> where the entry's id is none.</summary>
    public VerifyRequest? Request(TimeZoneInfo zone) => Scope switch
    {
        VerifyScope.Range => new VerifyRequest(VerifyScope.Range)
        {
            From = From is { } from ? AuditTimes.Utc(from, zone, isEnd: false) : null,
            To = To is { } to ? AuditTimes.Utc(to, zone, isEnd: true) : null,
        },
        VerifyScope.Positions => new VerifyRequest(VerifyScope.Positions) { First = First, Last = Last },
        VerifyScope.Entry => Guid.TryParse(Entry?.Trim(), out var id) ? new VerifyRequest(VerifyScope.Entry) { Entry = id } : null,
        _ => new VerifyRequest(Scope),
    };
}
