using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>Who may read, who may act, and what strange sites can't do.</summary>
public sealed class AccessTests(Browser browser)
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_FromThisMachine_NeedsNoLogin()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        using var http = new HttpClient { BaseAddress = served.Url };
        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(
            "default-src 'none';",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Host", "evil.example")]
    public async Task Reading_ThroughAProxyOrAForeignName_NeedsTheToken(string header, string value)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        using var http = new HttpClient { BaseAddress = served.Url };
        foreach (var path in new[] { "/", "/api/status" })
        {
            using var without = new HttpRequestMessage(HttpMethod.Get, path);
            without.Headers.TryAddWithoutValidation(header, value);
            using var refused = await http.SendAsync(without, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.DoesNotContain(
                "mentoring-4",
                await refused.Content.ReadAsStringAsync(Cancel),
                StringComparison.Ordinal
            );

            using var with = new HttpRequestMessage(HttpMethod.Get, path);
            with.Headers.TryAddWithoutValidation(header, value);
            with.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.Token);
            using var granted = await http.SendAsync(with, Cancel);
            Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        }
    }

    [Fact]
    public async Task Reading_FromElsewhere_AsksForALoginThatThenWorks()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), from: Elsewhere);
        var page = await browser.OpenAsync(served.Url);
        Assert.Equal("Log in", await page.InnerTextAsync("h1"));
        await LogInAsync(page, "wrong-token-0123456789");
        Assert.Contains("not the token", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await LogInAsync(page, ServedPage.Token);
        Assert.Contains("on time", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.ClickAsync("text=Log out");
        Assert.Equal("Log in", await page.InnerTextAsync("h1"));
        await page.DoneAsync();
    }

    [Fact]
    public async Task Acting_LoggedIn_IsDoneUnderTheName()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var page = await browser.OpenAsync(served.Url, script: false);
        await page.ClickAsync("text=Log in to act");
        await LogInAsync(page, ServedPage.Token);
        await Browser.ShootAsync(page, "logged-in");
        await page.ClickAsync("button:text-is('Pause')");
        Assert.Contains(
            "Nothing is sent until somebody resumes",
            await page.InnerTextAsync(".notice"),
            StringComparison.Ordinal
        );
        await page.ClickAsync("button:text-is('Run now')");
        Assert.Equal(["pause by Olga O'Neil <ops>", "run-now by Olga O'Neil <ops>"], served.Actions.Wishes);
        var cookies = await page.Context.CookiesAsync();
        Assert.Equal(["mail-dispatcher-form", "mail-dispatcher-operator"], cookies.Select(c => c.Name).Order());
        Assert.All(cookies, cookie => Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict }));
        Assert.Contains("Olga O'Neil <ops> asked for pause: done.", served.Log.Lines);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Acting_RefusedByTheDispatcher_SaysWhy()
    {
        await using var served = await ServedPage.StartAsync(
            new GivenView(Given.Calm()),
            refusal: "This dispatcher stands by; another one is active."
        );
        var page = await browser.OpenAsync(served.Url);
        await page.ClickAsync("text=Log in to act");
        await LogInAsync(page, ServedPage.Token);
        await page.ClickAsync("button:text-is('Pause')");
        Assert.Contains("stands by", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Theory]
    [InlineData("no cookie")]
    [InlineData("foreign origin")]
    [InlineData("no origin")]
    [InlineData("no form token")]
    [InlineData("form token of another session")]
    [InlineData("forged session")]
    public async Task Form_ThatIsNotOurs_IsRefusedAndDoesNothing(string flaw)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var (session, formCookie, formToken) = await SessionAsync(served);
        if (flaw == "form token of another session")
            (_, _, formToken) = await SessionAsync(served, "another");
        if (flaw == "forged session")
            session = session.Replace('.', '_') + ".x";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/actions/pause")
        {
            Content = new FormUrlEncodedContent(
                flaw == "no form token" ? [] : [KeyValuePair.Create("form_token", formToken)]
            ),
        };
        if (flaw != "no cookie")
            request.Headers.Add("Cookie", $"mail-dispatcher-operator={session}; mail-dispatcher-form={formCookie}");
        if (flaw != "no origin")
            request.Headers.Add(
                "Origin",
                flaw == "foreign origin" ? "https://evil.example" : served.Url.GetLeftPart(UriPartial.Authority)
            );
        using var http = Client(served);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(served.Actions.Wishes);
    }

    [Fact]
    public async Task Webhooks_SentAgain_ByAnOperatorAlone()
    {
        var webhooks = new GivenWebhooks();
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), webhooks: webhooks);
        using var http = Client(served);
        Assert.DoesNotContain(
            "Send again",
            await http.GetStringAsync(new Uri("/webhooks", UriKind.Relative), Cancel),
            StringComparison.Ordinal
        );
        var page = await browser.OpenAsync(new Uri(served.Url, "webhooks"));
        await page.ClickAsync("text=Log in to act");
        await LogInAsync(page, ServedPage.Token);
        await page.GotoAsync(new Uri(served.Url, "webhooks").AbsoluteUri);
        Assert.Contains("it answered 500, 3 attempts", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("button:text-is('Send again')");
        Assert.Contains("Sent again", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.DoneAsync();
        Assert.Equal(["shop 1.2.3"], webhooks.Wishes);
    }

    [Fact]
    public async Task Form_WithNothingWrong_IsTaken()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var (session, formCookie, formToken) = await SessionAsync(served);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/actions/pause")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("form_token", formToken)]),
        };
        request.Headers.Add("Cookie", $"mail-dispatcher-operator={session}; mail-dispatcher-form={formCookie}");
        request.Headers.Add("Origin", served.Url.GetLeftPart(UriPartial.Authority));
        using var http = Client(served);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(["pause by Olga"], served.Actions.Wishes);
    }

    [Theory]
    [InlineData(ServedPage.Token, null)]
    [InlineData(ServedPage.Token, "wrong-token-0123456789")]
    [InlineData(null, "")]
    public async Task Api_WithoutTheToken_RefusesToAct(string? set, string? given)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), set);
        using var http = Client(served);
        if (given is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {given}");
        foreach (var action in new[] { "pause", "resume", "run-now" })
        {
            using var answer = await http.PostAsync(new Uri($"/api/{action}", UriKind.Relative), null, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Empty(served.Actions.Wishes);
    }

    [Fact]
    public async Task Api_WithASessionCookieOnly_RefusesToAct()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var (session, _, _) = await SessionAsync(served);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pause");
        request.Headers.Add("Cookie", $"mail-dispatcher-operator={session}");
        using var http = Client(served);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Api_WithAReadersToken_ReadsAndDoesNotAct()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), from: Elsewhere);
        using var http = Client(served);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.ReaderToken);
        using var read = await http.GetAsync(new Uri("/api/status", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var act = await http.PostAsync(new Uri("/api/pause", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, act.StatusCode);
        using var forget = await http.PostAsync(
            new Uri("/api/person/forget", UriKind.Relative),
            new StringContent("ana@example.com"),
            Cancel
        );
        Assert.Equal(HttpStatusCode.Forbidden, forget.StatusCode);
        using var search = await http.PostAsync(
            new Uri("/api/search", UriKind.Relative),
            new StringContent("ana@example.com"),
            Cancel
        );
        Assert.Equal(HttpStatusCode.OK, search.StatusCode);
        Assert.Empty(served.Actions.Wishes);
    }

    [Theory]
    [InlineData("ana@example.com", HttpStatusCode.OK)]
    [InlineData("ana", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task Forget_ByAnOperator_TakesAnAddressAndLogsNone(string address, HttpStatusCode expected)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), from: Elsewhere);
        using var http = Client(served);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.OlgasToken);
        using var act = await http.PostAsync(
            new Uri("/api/person/forget", UriKind.Relative),
            new StringContent(address),
            Cancel
        );
        Assert.Equal(expected, act.StatusCode);
        Assert.Equal(expected is HttpStatusCode.OK ? ["forget ana@example.com by olga"] : [], served.Actions.Wishes);
        Assert.DoesNotContain(served.Log.Lines, line => line.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Api_WithATokenOfOnesOwn_ActsUnderItsNameWhateverTheCallerSays()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), from: Elsewhere);
        using var http = Client(served);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.OlgasToken);
        http.DefaultRequestHeaders.Add("X-Operator", "somebody-else");
        using var act = await http.PostAsync(new Uri("/api/pause", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.OK, act.StatusCode);
        Assert.Equal(["pause by olga"], served.Actions.Wishes);
        Assert.Contains("olga asked for pause: done.", served.Log.Lines);
    }

    [Fact]
    public async Task Page_ForAReader_HasNoButtonsThatAct()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()), from: Elsewhere);
        var page = await browser.OpenAsync(served.Url);
        await LogInAsync(page, ServedPage.ReaderToken);
        Assert.Contains("rita reads", await page.InnerTextAsync("header"), StringComparison.Ordinal);
        await page.GotoAsync("/parked");
        Assert.Equal(0, await page.Locator("form[action^='/actions']").CountAsync());
        await page.DoneAsync();
    }

    [Fact]
    public async Task WrongTokens_InARow_AreLoggedAndSlowed()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), from: Elsewhere);
        using var http = Client(served);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong-token-0123456789");
        for (var i = 0; i < 20; i++)
        {
            using var refused = await http.GetAsync(new Uri("/api/status", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        // Five are looked at; then even the right one has to wait a second.
        Assert.Equal(
            5,
            served.Log.Lines.Count(line => line == "A wrong token was shown (a bearer token), from 203.0.113.9.")
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.Token);
        using var tooSoon = await http.GetAsync(new Uri("/api/status", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, tooSoon.StatusCode);
    }

    [Theory]
    [InlineData("Olga\u202Ekcatta", "Olgakcatta")]
    [InlineData("a\r\nb", "ab")]
    [InlineData("\u2028 \u200B", "somebody")]
    public void Name_WithWhatTurnsLinesRound_IsTidied(string given, string tidy) =>
        Assert.Equal(tidy, MailDispatcher.Web.Access.PersonName.Tidy(given));

    private static HttpClient Client(ServedPage served) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = served.Url };

    private static async Task<(string Session, string FormCookie, string FormToken)> SessionAsync(
        ServedPage served,
        string name = "Olga"
    )
    {
        using var http = Client(served);
        using var login = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("name", name),
                KeyValuePair.Create("token", ServedPage.Token),
            ]),
        };
        login.Headers.Add("Origin", served.Url.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(login, Cancel);
        var session = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", $"mail-dispatcher-operator={session}");
        using var page = await http.SendAsync(request, Cancel);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        const string Before = "name=\"form_token\" value=\"";
        var start = html.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var formCookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
        return (session, formCookie, html[start..html.IndexOf('"', start)]);
    }

    private static async Task LogInAsync(IPage page, string token)
    {
        await page.FillAsync("input[name=name]", "Olga O'Neil <ops>");
        await page.FillAsync("input[name=token]", token);
        await page.ClickAsync("button:text-is('Log in')");
    }
}
