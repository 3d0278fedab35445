using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Tests.Data;

/// <summary>The statements that go over the wire to one database while this lives, in their order: the driver tells of each, whoever sent it.</summary>
internal sealed class SentStatements : IDisposable
{
    private readonly string database;
    private readonly ActivityListener listener;

    public SentStatements(string database)
    {
        this.database = database;
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ConcurrentQueue<string> All { get; } = [];

    public void Dispose() => listener.Dispose();

    private void Add(Activity activity)
    {
        var tags = activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value as string);
        if (tags.Values.Contains(database) && (tags.GetValueOrDefault("db.query.text") ?? tags.GetValueOrDefault("db.statement")) is { } text)
        {
            All.Enqueue(text);
        }
    }
}
