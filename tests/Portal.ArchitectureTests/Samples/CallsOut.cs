namespace Portal.ArchitectureTests.Samples;

/// <summary>Speaks to whatever address it is given: breaks the law of outbound calls.</summary>
internal static class CallsOut
{
    public static async Task<string> AskAsync(Uri address)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(address);
    }
}
