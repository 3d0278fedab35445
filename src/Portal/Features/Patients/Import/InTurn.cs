namespace Portal.Features.Patients.Import;

/// <summary>
/// Writes batches one after the other in the order of the files, beside whoever reads and lays out the next: one is being written and one is laid out, never more.
/// Once a piece of work failed, no later one begins, and whoever waits learns of that failure.
/// </summary>
internal sealed class InTurn
{
    private Task last = Task.CompletedTask;
    private IReadOnlySet<Guid> touched = new HashSet<Guid>();

    /// <summary>Waits for what came before, begins the work and returns.</summary>
    /// <param name="touches">What it changes; see <see cref="UntilFreeAsync"/>.</param>
    /// <param name="work">The work; called only where nothing before it failed.</param>
    public async Task BeginAsync(IReadOnlySet<Guid> touches, Func<Task> work)
    {
        await last;
        touched = touches;
        last = work();
    }

    /// <summary>Puts something small behind what goes on, without waiting.</summary>
    public void Then(Action work) => Then(() =>
    {
        work();
        return Task.CompletedTask;
    });

    /// <summary>Puts something small behind what goes on, without waiting.</summary>
    public void Then(Func<Task> work) => last = AfterAsync(last, work);

    /// <summary>Waits where what goes on changes one of these: what is read of them before it has ended could be old.</summary>
    public Task UntilFreeAsync(IReadOnlySet<Guid> touches) => touched.Overlaps(touches) ? last : Task.CompletedTask;

    /// <summary>Waits for everything.</summary>
    public Task DoneAsync() => last;

    private static async Task AfterAsync(Task before, Func<Task> work)
    {
        await before;
        await work();
    }
}
