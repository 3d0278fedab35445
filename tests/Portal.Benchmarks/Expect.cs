namespace Portal.Benchmarks;

/// <summary>A benchmark of something that did not do its work says nothing.</summary>
internal static class Expect
{
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void That(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("What was measured did not give what it should: the figure would mean nothing.");
        }
    }
}
