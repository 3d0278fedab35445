using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Kernel.Crypto;

[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class FieldCipherTests
{
    private static readonly byte[] Column = "pii.patients.name"u8.ToArray();

    [Fact]
    public void A_stored_value_opens_with_its_key_and_column_and_nothing_else()
    {
        var key = DataKey.New();
        var stored = FieldCipher.Seal(key, "plain"u8, Column);

        FieldCipher.TryOpen(key, stored, Column, out var plain).ShouldBeTrue();
        plain.ShouldBe("plain"u8.ToArray());
        FieldCipher.TryOpen(DataKey.New(), stored, Column, out _).ShouldBeFalse();
        FieldCipher.TryOpen(new DataKey(key.Id, new byte[32]), stored, Column, out _).ShouldBeFalse();
        FieldCipher.TryOpen(key, stored, "pii.patients.mrn"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void Every_single_altered_bit_and_every_cut_is_noticed()
    {
        var key = DataKey.New();
        var stored = FieldCipher.Seal(key, "five words of plain text"u8, Column);

        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var altered = stored.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            FieldCipher.TryOpen(key, altered, Column, out _).ShouldBeFalse($"bit {bit}");
        }

        for (var length = 0; length < stored.Length; length++)
        {
            FieldCipher.TryOpen(key, stored.AsSpan(0, length), Column, out _).ShouldBeFalse($"cut to {length}");
        }
    }

    [Fact]
    public void The_same_value_twice_gives_two_texts_and_no_nonce_comes_twice()
    {
        var key = DataKey.New();

        var nonces = Enumerable.Range(0, 20_000).AsParallel()
            .Select(_ => Convert.ToHexString(FieldCipher.Seal(key, "x"u8, Column).AsSpan(9, 12))).Distinct().Count();

        nonces.ShouldBe(20_000);
    }

    [Fact]
    public void The_stored_form_is_pinned()
    {
        var key = new DataKey(0x0102030405060708, Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());
        // Version 1, key id, nonce 00…0b, AES-256-GCM of "abc" under associated data "s.t.c", tag.
        var nonce = Enumerable.Range(0, 12).Select(n => (byte)n).ToArray();
        var (cipher, tag) = (new byte[3], new byte[16]);
        FieldCipher.Encrypt(key, nonce, "abc"u8, cipher, tag, "s.t.c"u8);
        byte[] stored = [1, 1, 2, 3, 4, 5, 6, 7, 8, .. nonce, .. cipher, .. tag];

        FieldCipher.TryOpen(key, stored, "s.t.c"u8, out var plain).ShouldBeTrue();
        plain.ShouldBe("abc"u8.ToArray());
        stored.Length.ShouldBe(FieldCipher.HeaderSize + 3 + FieldCipher.TagSize);
    }

    [Fact]
    public void Ciphers_of_more_keys_than_are_kept_make_room_for_one_another_and_read_back_every_value()
    {
        var keys = Enumerable.Range(0, RestingCiphers.Most + 1_000).Select(_ => DataKey.New()).ToArray();
        var wrong = 0;

        Threads(4, thread =>
        {
            for (var i = 0; i < 2 * keys.Length; i++)
            {
                var key = keys[(i + (thread * 3)) % keys.Length];
                var stored = FieldCipher.Seal(key, "plain"u8, Column);
                Interlocked.Add(ref wrong, FieldCipher.TryOpen(key, stored, Column, out var plain) && plain.AsSpan().SequenceEqual("plain"u8) ? 0 : 1);
            }
        });

        wrong.ShouldBe(0);
        keys.Count(key => key.HasPlace).ShouldBeInRange(1, RestingCiphers.Most);
        RestingCiphers.Clear();
        keys.Count(key => key.HasPlace || key.TakeCipher() is not null).ShouldBe(0, "ciphers go with their keys");
    }

    [Fact]
    public void Many_threads_over_many_keys_read_back_every_value()
    {
        // Threads take one another's keys, so that ciphers change hands all the time.
        var keys = Enumerable.Range(0, 200).Select(_ => DataKey.New()).ToArray();
        var wrong = 0;

        Threads(8, thread =>
        {
            for (var i = 0; i < 60_000; i++)
            {
                var key = keys[(i * 7 + thread) % keys.Length];
                var value = $"{thread}/{i}";
                var cell = new Protected<string>(value, key);
                var stored = new Protected<string>(cell.ToStored(Name), Name);
                Interlocked.Add(ref wrong, stored.Open(key).ValueOrDefault == value ? 0 : 1);
            }
        });

        wrong.ShouldBe(0);
    }

    [Fact]
    public void Of_ten_million_nonces_drawn_on_eight_threads_none_comes_twice()
    {
        const int PerThread = 1_250_000;
        // The first 64 of the 96 bits: that no two of ten million are the same even there has odds of 370,000 to 1, and is more than is asked.
        var seen = new ulong[8 * PerThread];
        Threads(8, thread =>
        {
            Span<byte> nonce = stackalloc byte[NonceSource.Size];
            for (var i = 0; i < PerThread; i++)
            {
                NonceSource.Next(nonce);
                seen[(thread * PerThread) + i] = BitConverter.ToUInt64(nonce);
            }
        });

        Array.Sort(seen);
        var twice = 0;
        for (var i = 1; i < seen.Length; i++)
        {
            twice += seen[i] == seen[i - 1] ? 1 : 0;
        }

        twice.ShouldBe(0);
    }

    [Fact]
    public void A_wrapped_key_opens_for_its_owner_alone()
    {
        var root = new KeyEncryptionKey("a", new byte[32]);
        var key = DataKey.New();
        var wrapped = root.Wrap(key, "patient:1");

        root.Unwrap(wrapped, "patient:1")!.Bytes.ToArray().ShouldBe(key.Bytes.ToArray());
        root.Unwrap(wrapped, "patient:2").ShouldBeNull();
        new KeyEncryptionKey("a", [.. new byte[31], 1]).Unwrap(wrapped, "patient:1").ShouldBeNull();
    }

    private static ProtectedColumn Name { get; } = new("pii", "patients", "name");

    private static void Threads(int count, Action<int> work)
    {
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() => work(number))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
