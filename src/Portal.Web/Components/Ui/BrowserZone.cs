using Microsoft.JSInterop;

namespace Portal.Web.Components.Ui;

/// <summary>The time zone of the person's browser, so that times are typed and read as on the clock on the wall.</summary>
public static class BrowserZone
{
    /// <summary>The zone; UTC where the browser does not say or this machine does not know it.</summary>
    public static async Task<TimeZoneInfo> AskAsync(IJSRuntime js, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(js);
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", cancel, "./js/zone.js");
            var name = await module.InvokeAsync<string?>("zone", cancel);
            return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
        }
        catch (JSException)
        {
            return TimeZoneInfo.Utc;
        }
    }
}
