namespace Portal.Web.Hosting.Certificates;

/// <summary>That the certificate ends soon.</summary>
/// <param name="At">When it ends.</param>
/// <param name="Days">Whole days until then.</param>
/// <param name="Stage">The limit that was passed: 30, 7 or 1 day.</param>
internal sealed record CertificateEnd(DateTimeOffset At, int Days, int Stage)
{
    private static readonly int[] Stages = [1, 7, 30];

    /// <summary>What there is to say now; <c>null</c> while the end is further away than thirty days.</summary>
    public static CertificateEnd? Of(DateTimeOffset end, DateTimeOffset now)
    {
        var left = end - now;
        return Stages.FirstOrDefault(stage => left <= TimeSpan.FromDays(stage)) is var stage and > 0
            ? new CertificateEnd(end, Math.Max(0, (int)left.TotalDays), stage)
            : null;
    }
}
