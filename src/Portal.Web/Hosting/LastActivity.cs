namespace Portal.Web.Hosting;

/// <summary>When somebody last asked for something on this node: a request began or ended, or a person did something on a circuit. Questions for the portal's health are none, nor are confirmations of drawing.</summary>
internal sealed class LastActivity(TimeProvider clock)
{
    private long at = clock.GetTimestamp();

    /// <summary>How long ago that was.</summary>
    public TimeSpan Since => clock.GetElapsedTime(Volatile.Read(ref at));

    /// <summary>Somebody asks now.</summary>
    public void Note() => Volatile.Write(ref at, clock.GetTimestamp());

    /// <summary>Notes a request when it comes and when it has been answered.</summary>
    public async Task AroundAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/health"))
        {
            await next(http);
            return;
        }

        Note();
        try
        {
            await next(http);
        }
        finally
        {
            Note();
        }
    }
}
