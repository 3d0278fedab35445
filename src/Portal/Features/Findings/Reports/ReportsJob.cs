using Microsoft.Extensions.Logging;
using Portal.Data;

namespace Portal.Features.Findings.Reports;

/// <summary>While the portal serves: looks every five minutes for reports that are due, and for those that were kept long enough.</summary>
internal sealed class ReportsJob(ReportMaker maker, TimeProvider clock, ILogger<ReportsJob> log)
    : RegularJob(Interval, "Reports that are due were not made", clock, log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task LookAsync(CancellationToken cancel)
    {
        await maker.MakeDueAsync(cancel);
        await maker.KeepAsync(cancel);
    }
}
